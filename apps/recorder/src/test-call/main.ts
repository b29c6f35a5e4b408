import { parseArgs } from 'node:util';
import { placeTestCall } from './place-test-call.js';
import type { TestCallOptions, TestCallResult, TestDigit } from './place-test-call.js';

const USAGE = `test-call: places one SIPREC call at a recorder and prints its result as one line of JSON.
  --target 127.0.0.1:5060   --transport udp|tcp     --codec PCMA|PCMU
  --customer tel:+3725550100  --agent sip:7001@pbx.example  --first-stream customer|agent
  --session-id ID  --session-header NAME  --duration-ms 5000  --seed 1
  --digit 1@customer:3000 (key@party:after ms, may repeat)  --no-hang-up  --packets (every packet in the result)
`;

const OPTIONS = {
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
  'no-hang-up': { type: 'boolean', default: false },
  packets: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof readArguments>;

const readArguments = (argv: readonly string[]) => parseArgs({ args: [...argv], options: OPTIONS, strict: true }).values;

function optionsFrom(values: Values): TestCallOptions {
  const target = /^\[?([^\]]+?)\]?:(\d+)$/.exec(values.target);
  return {
    target: { address: target?.[1] ?? '127.0.0.1', port: Number(target?.[2] ?? 5060) },
    transport: values.transport === 'tcp' ? 'tcp' : 'udp',
    codec: values.codec === 'PCMU' ? 'PCMU' : 'PCMA',
    customer: values.customer,
    agent: values.agent,
    firstStream: values['first-stream'] === 'agent' ? 'agent' : 'customer',
    sessionId: values['session-id'],
    sessionHeader: values['session-header'],
    durationMs: Number(values['duration-ms']),
    seed: Number(values.seed),
    digits: values.digit.flatMap(digitFrom),
    hangUp: !values['no-hang-up'],
    // Whoever spawned this program with a channel hears that the call was taken.
    onAnswered: () => process.send?.('answered'),
  };
}

function digitFrom(text: string): readonly TestDigit[] {
  const match = /^([0-9*#A-D])@(customer|agent):(\d+)$/i.exec(text);
  return match ? [{ key: match[1] ?? '', on: match[2] === 'agent' ? 'agent' : 'customer', afterMs: Number(match[3]) }] : [];
}

/** Packets as counts unless every one was asked for: a minute of two streams is 6,000 of them. */
const printable = (result: TestCallResult, everyPacket: boolean): object => ({
  ...result,
  streams: result.streams.map(({ packets, ...about }) => ({ ...about, packets: everyPacket ? packets : packets.length })),
});

async function main(argv: readonly string[]): Promise<void> {
  const values = readArguments(argv);
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const result = await placeTestCall(optionsFrom(values));
  process.stdout.write(`${JSON.stringify(printable(result, values.packets))}\n`);
  process.exitCode = result.outcome === 'rejected' || result.outcome === 'no-answer' ? 1 : 0;
}

main(process.argv.slice(2)).catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : 'test-call.failed'}\n${USAGE}`);
  process.exitCode = 2;
});
