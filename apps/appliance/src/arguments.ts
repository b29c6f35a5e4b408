import path from 'node:path';
import { parseArgs } from 'node:util';
import { VoxkeepError } from '@voxkeep/contracts';

/** What `npm start -- …` was asked for. */
export interface Arguments {
  readonly demo: boolean;
  /** Nothing is to be started: it is asked what can be. */
  readonly help?: boolean;
  /** Port of the web pages; without it, the setting (8443) holds. */
  readonly port?: number;
  /** Port for SIP, UDP and TCP; without it, the setting (5060) holds. */
  readonly sipPort?: number;
  /** First and last port for RTP; without them, the settings (20000–29999) hold. */
  readonly rtp?: { readonly low: number; readonly high: number };
  /** Absolute path of the data directory. */
  readonly dataDirectory: string;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const options = { demo: flag, help: flag, port: text, 'sip-port': text, 'rtp-ports': text, data: text } as const;

/** What `npm start -- --help` says. */
export const usage = [
  'Usage: npm start -- [--demo] [--port N] [--sip-port N] [--rtp-ports N-N] [--data DIR]',
  '',
  '  --demo            a believable site with real calls against its own recorder',
  '  --port N          port of the web pages; 8443 unless given',
  '  --sip-port N      port for SIP, UDP and TCP; 5060 unless given',
  '  --rtp-ports N-N   first and last UDP port for RTP; 20000-29999 unless given',
  '  --data DIR        data directory; "var" in the project unless given',
  '',
  'Every setting can also be given by environment: docs/settings.md. An option goes before the setting.',
].join('\n');

/** Reads the command line. Throws `arguments.…`. The default directory is `var` in the project. */
export function parseArguments(argv: readonly string[], projectRoot: string): Arguments {
  const { demo, help, port, data, 'sip-port': sip, 'rtp-ports': rtp } = read(argv);
  return {
    demo,
    ...(help && { help }),
    dataDirectory: path.resolve(data ?? path.join(projectRoot, 'var')),
    ...(port !== undefined && { port: portOf(port) }),
    ...(sip !== undefined && { sipPort: portOf(sip) }),
    ...(rtp !== undefined && { rtp: rangeOf(rtp) }),
  };
}

/** The settings that options stand for, by their variables; they hold for the appliance and every program of it. */
export function settingsGiven({ sipPort, rtp }: Pick<Arguments, 'sipPort' | 'rtp'>): Readonly<Record<string, string>> {
  return {
    ...(sipPort !== undefined && { VOXKEEP_SIP_PORT: `${sipPort}` }),
    ...(rtp !== undefined && { VOXKEEP_RTP_LOW: `${rtp.low}`, VOXKEEP_RTP_HIGH: `${rtp.high}` }),
  };
}

function portOf(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 65_535) throw new VoxkeepError('arguments.port');
  return number;
}

/** Each stream takes an even port for RTP and the odd one above it. */
function rangeOf(text: string): { readonly low: number; readonly high: number } {
  const [low = 0, high = 0] = (/^(\d+)-(\d+)$/.exec(text) ?? []).slice(1).map(Number);
  if (low < 1024 || high > 65_535 || high <= low) throw new VoxkeepError('arguments.rtp-ports');
  return { low, high };
}

function read(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch {
    throw new VoxkeepError('arguments.unknown');
  }
}
