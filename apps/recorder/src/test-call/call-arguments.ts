import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { TestCallOptions } from './place-test-call.js';
import { refusedCodecs, testCodecs } from './test-codecs.js';

/** The options of a call, with what they are when nothing is said. */
const words = {
  target: { type: 'string', default: '127.0.0.1:5060' },
  transport: { type: 'string', default: 'udp' },
  codec: { type: 'string', default: 'PCMA' },
  customer: { type: 'string', default: 'tel:+3725550100' },
  agent: { type: 'string', default: 'sip:7001@pbx.example' },
  'first-stream': { type: 'string', default: 'customer' },
  'session-id': { type: 'string', default: 'test-call' },
  'session-header': { type: 'string', default: 'Session-ID' },
  'duration-ms': { type: 'string', default: '5000' },
  seed: { type: 'string', default: '1' },
  digit: { type: 'string', multiple: true, default: [] as string[] },
  hold: { type: 'string', default: '0' },
  silent: { type: 'string' },
  'codec-change': { type: 'string' },
  unmarked: { type: 'boolean', default: false },
  'no-hang-up': { type: 'boolean', default: false },
  packets: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** What every option is, for `--help`. */
export const usage = `Options of the call, with what they are when nothing is said:
  --target 127.0.0.1:5060          where the recorder receives SIP; an IPv6 address in brackets
  --transport udp                  or tcp
  --codec PCMA                     or PCMU. ${testCodecs.slice(2).join(', ')} are offered to be refused; no sound is sent in them
  --unmarked                       says nowhere that it is SIPREC: no Require, no +sip.src, a plain SDP without metadata
  --customer tel:+3725550100       address of record of the customer
  --agent sip:7001@pbx.example     address of record of the agent
  --first-stream customer          or agent: whose sound the first stream carries
  --session-id ID                  a new one each time; goes into the metadata and into the header
  --session-header Session-ID      the header in which the id is also sent
  --duration-ms 5000               how long sound is sent
  --digit 1@customer:3000          a key, whose, and so many milliseconds after the answer; may be given again
  --hold 0                         so many seconds both parties are on hold, in the middle of the call
  --silent customer                or agent: who sends keys and no sound; nobody when nothing is said
  --codec-change G729              the codec, or another that is refused, to which the call is to change after a quarter of it; it goes on as it was
  --seed 1                         another number is another voice
  --no-hang-up                     leaves without a BYE, as a client that died
  --packets                        with --json: every packet in the result, not only how many
`;

const spoken = /^[\x21-\x7e]+$/;
const key = /^([0-9*#A-D])@(customer|agent):(\d{1,7})$/i;
const keyMs = 100;
const oneOf = <const Names extends readonly [string, ...string[]]>(option: string, names: Names) =>
  z.enum(names, `--${option} takes ${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}.`);
const number = (option: string, least: number, most: number) =>
  z.string().transform((text, context) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    context.addIssue(`--${option} takes a whole number from ${least} to ${most}.`);
    return z.NEVER;
  });
const address = (option: string) =>
  z.string().regex(/^(tel|sips?):[\x21-\x7e]+$/, `--${option} takes a tel: or sip: address, as in tel:+3725550100.`);

const shape = z
  .object({
    target: z.string().transform((text, context) => {
      const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:\s]+)):(\d{1,5})$/.exec(text) ?? [];
      const host = bracketed ?? plain;
      if (host !== undefined && Number(port) >= 1 && Number(port) <= 65_535) return { address: host, port: Number(port) };
      context.addIssue('--target takes ADDRESS:PORT, as in 127.0.0.1:5060 or [::1]:5060.');
      return z.NEVER;
    }),
    transport: oneOf('transport', ['udp', 'tcp']),
    codec: z.string().toUpperCase().pipe(oneOf('codec', testCodecs)),
    customer: address('customer'),
    agent: address('agent'),
    'first-stream': oneOf('first-stream', ['customer', 'agent']),
    'session-id': z.string().regex(spoken, '--session-id takes printable characters without blanks.'),
    'session-header': z.string().regex(/^[\w.!%*+`'~-]+$/, '--session-header takes the name of a header.'),
    'duration-ms': number('duration-ms', 20, 3_600_000),
    seed: number('seed', 0, 1_000_000),
    digit: z.array(
      z.string().transform((text, context) => {
        const [, pressed = '', on, afterMs] = key.exec(text) ?? [];
        if (on !== undefined)
          return { key: pressed, on: on === 'agent' ? ('agent' as const) : ('customer' as const), afterMs: Number(afterMs) };
        context.addIssue('--digit takes KEY@PARTY:MILLISECONDS, as in 1@customer:3000; keys are 0 to 9, *, # and A to D.');
        return z.NEVER;
      }),
    ),
    hold: number('hold', 0, 3600),
    silent: oneOf('silent', ['customer', 'agent']).optional(),
    'codec-change': z.string().toUpperCase().pipe(oneOf('codec-change', refusedCodecs)).optional(),
    unmarked: z.boolean(),
    'no-hang-up': z.boolean(),
    packets: z.boolean(),
    help: z.boolean(),
  })
  .refine((given) => given.digit.every(({ afterMs }) => afterMs + keyMs <= given['duration-ms']), {
    error: '--digit names a key that would be pressed after the end of the call; see --duration-ms.',
  })
  .refine((given) => given.hold * 1000 < given['duration-ms'], {
    error: '--hold takes fewer seconds than the call lasts; see --duration-ms.',
  });

/** What the command line asks for. `refused`: a sentence that says what is wrong and what is allowed. */
export type CallArguments =
  | { readonly asks: 'help' }
  | { readonly asks: 'call'; readonly options: TestCallOptions; readonly everyPacket: boolean }
  | { readonly asks: 'nothing'; readonly refused: string };

/** Reads the words of the command line; whatever it does not know is refused, never passed over. */
export function readCallArguments(argv: readonly string[]): CallArguments {
  const given = readWords(argv);
  if ('refused' in given) return { asks: 'nothing', refused: given.refused };
  if (given.values.help) return { asks: 'help' };
  const read = shape.safeParse(given.values);
  if (!read.success) return { asks: 'nothing', refused: read.error.issues.map(({ message }) => message).join(' ') };
  return { asks: 'call', options: optionsFrom(read.data), everyPacket: read.data.packets };
}

function readWords(argv: readonly string[]) {
  try {
    return { values: parseArgs({ args: [...argv], options: words, strict: true }).values };
  } catch (thrown) {
    const said = typeof thrown === 'object' && thrown !== null && 'message' in thrown ? String(thrown.message) : '';
    const [what = ''] = said.split(/\. |\n/, 1);
    const allowed = Object.keys(words).map((name) => `--${name}`);
    return { refused: `${what.replace(/\.$/, '')}. Allowed are ${allowed.join(', ')}.` };
  }
}

function optionsFrom(given: z.output<typeof shape>): TestCallOptions {
  const { target, transport, codec, customer, agent, seed, unmarked } = given;
  return {
    ...{ target, transport, codec, customer, agent, seed, unmarked },
    firstStream: given['first-stream'],
    sessionId: given['session-id'],
    sessionHeader: given['session-header'],
    durationMs: given['duration-ms'],
    digits: given.digit,
    holdMs: given.hold * 1000,
    ...(given.silent && { silent: given.silent }),
    ...(given['codec-change'] && { codecChange: given['codec-change'] }),
    hangUp: !given['no-hang-up'],
  };
}
