import { readCallArguments, usage } from './call-arguments.js';
import { placeTestCall } from './place-test-call.js';
import type { TestCallOptions, TestCallResult } from './place-test-call.js';

/** What was asked for cannot be done: nothing was sent. */
const refusedCode = 2;

/** Packets as counts unless every one was asked for: a minute of two streams is 6,000 of them. */
const printable = (result: TestCallResult, everyPacket: boolean): object => ({
  ...result,
  streams: result.streams.map(({ packets, ...about }) => ({ ...about, packets: everyPacket ? packets : packets.length })),
});

/** Whoever spawned this program with a channel hears that it calls, and that the call was taken. A signal hangs up. */
function place(options: TestCallOptions): Promise<TestCallResult> {
  const left = new AbortController();
  const hangUp = (): void => {
    left.abort();
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, hangUp);
  process.send?.('calling');
  return placeTestCall({ ...options, signal: left.signal, onAnswered: () => process.send?.('answered') });
}

async function main(argv: readonly string[]): Promise<void> {
  const given = readCallArguments(argv);
  if (given.asks === 'help') {
    process.stdout.write(usage);
    return;
  }
  if (given.asks === 'nothing') {
    process.stderr.write(`${given.refused}\n`);
    process.exitCode = refusedCode;
    return;
  }
  const result = await place(given.options);
  process.stdout.write(`${JSON.stringify(printable(result, given.everyPacket))}\n`);
  process.exitCode = result.outcome === 'rejected' || result.outcome === 'no-answer' ? 1 : 0;
}

main(process.argv.slice(2)).catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : 'The call could not be placed.'}\n`);
  process.exitCode = refusedCode;
});
