import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { operativeEntities } from '@voxkeep/operative';
import { newId, openDatabase } from '@voxkeep/platform';
import { databaseUrl } from '../../../../db/cluster/connect.js';
import { roleOf } from '../../../../db/cluster/registry.js';
import { parseArguments } from '../arguments.js';
import { secretsIn } from '../cluster/secrets.js';
import { layoutOf } from '../layout.js';
import { compiled, projectRoot } from '../places.js';
import { findRunning } from '../running.js';
import { say } from '../say.js';
import { awaitOutcome, inWords } from './recorded-outcome.js';
import { runTestCall, type TestCallAnswer } from './test-call-program.js';

/** Ours among the options; all others are the test client's. */
interface OwnOptions {
  readonly raw: boolean;
  readonly data: readonly string[];
  readonly sessionId: string;
  readonly target: string;
  readonly rest: readonly string[];
}

/**
 * Places one SIPREC call at a recorder and tells how it goes, a sentence a stage; 0 when the recorder took it. With `--data DIR`, or
 * on the default directory, it also tells what the appliance there has on record about the call. `--json` prints the client's own result.
 */
export async function placeTestCall(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options.raw) return placeRaw(options.rest);
  say(`Calling ${options.target} as a session recording client …`);
  const answer = await runTestCall([...options.rest, '--session-id', options.sessionId, '--target', options.target], () => {
    say('The recorder took the call; two streams are on their way.');
  });
  for (const sentence of tell(answer)) say(sentence);
  if (!isTaken(answer)) return 1;
  say(await recordedBy(options));
  return 0;
}

function readOptions(args: readonly string[]): OwnOptions {
  const valueOf = (name: string): string | undefined => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  const without = (names: readonly string[]): readonly string[] =>
    args.filter((word, at) => word !== '--json' && !names.includes(word) && !names.includes(args[at - 1] ?? ''));
  const raw = args.includes('--json') || args.includes('--help');
  const data = valueOf('--data');
  return {
    raw,
    data: data === undefined ? [] : ['--data', data],
    sessionId: valueOf('--session-id') ?? newId(),
    target: valueOf('--target') ?? '127.0.0.1:5060',
    rest: without(raw ? ['--data'] : ['--data', '--session-id', '--target']),
  };
}

async function placeRaw(args: readonly string[]): Promise<number> {
  const program = path.join(compiled, 'apps', 'recorder', 'src', 'test-call', 'main.js');
  const call = spawn(process.execPath, ['--enable-source-maps', program, ...args], { stdio: 'inherit' });
  const [code] = (await once(call, 'exit')) as [number | null];
  return code ?? 1;
}

const isTaken = ({ outcome }: TestCallAnswer): boolean => outcome !== 'rejected' && outcome !== 'no-answer';

function tell({ outcome, status, streams }: TestCallAnswer): readonly string[] {
  if (outcome === 'no-answer') return ['Nobody answered there. Is the recorder running, and is this its SIP port?'];
  if (outcome === 'rejected') return [`The recorder refused the call: SIP ${status ?? 0}.${adviceFor(status)}`];
  const sent = streams.map(({ party, packets }) => `${typeof packets === 'number' ? packets : packets.length} from the ${party}`);
  const end = outcome === 'ended-by-recorder' ? 'The recorder ended the call' : 'The call is over';
  return [`${end}; packets sent: ${sent.join(', ')}.`];
}

function adviceFor(status: number | undefined): string {
  if (status === 403) return ' No trunk allows calls from this address; add one under Configure.';
  if (status === 488) return ' It offered nothing that can be recorded.';
  if (status === 503) return ' The recorder cannot keep anything now; its health page names the part that is missing.';
  return '';
}

/** What the appliance's books say, when one runs on this machine under this directory. */
async function recordedBy({ data, sessionId }: OwnOptions): Promise<string> {
  const layout = layoutOf(parseArguments(data, projectRoot).dataDirectory);
  const role = roleOf('operations');
  try {
    const url = databaseUrl(findRunning(layout).databases.main, 'operative', role, secretsIn(layout.secrets)(role));
    const operative = await openDatabase(
      'operative',
      { url, poolSize: 1, program: 'voxkeep place-test-call' },
      operativeEntities,
    );
    const outcome = await awaitOutcome(operative, sessionId).finally(() => operative.close());
    return outcome ? `On record: ${inWords(outcome)}.` : 'Nothing is on record about the call here.';
  } catch {
    return 'What is on record about the call can be seen under Contacts (no appliance runs on this data directory).';
  }
}
