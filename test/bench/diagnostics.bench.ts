import { randomUUID } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { Diagnostics, OutputGuard, References, code, defineEvent, int, ms, passingKeys, ref } from '@voxkeep/platform';
import { pino } from 'pino';

/** One figure: ours beside its peer, measured one after the other in one run. */
interface Figure {
  readonly name: string;
  readonly ours: number;
  readonly floor: number;
  readonly ratio: number;
  readonly unit: string;
}

const events = 20_000;
const rounds = 40;
const ended = defineEvent('bench.ended', {
  contact: ref('contact'),
  reason: code(['bye', 'lost']),
  afterMs: ms(),
  octets: int(),
});
const ids = Array.from({ length: 512 }, () => randomUUID());

/** Best of several rounds in nanoseconds per line, the peers turn by turn: what the machine does beside it slows all of them. */
function nanoseconds(...lines: readonly ((at: number) => void)[]): readonly number[] {
  const best = lines.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round += 1)
    lines.forEach((line, which) => {
      const since = process.hrtime.bigint();
      for (let at = 0; at < events; at += 1) line(at);
      best[which] = Math.min(best[which] ?? 0, Number(process.hrtime.bigint() - since) / events);
    });
  return best;
}

/**
 * B10: a declared event through typed fields, references and guard, against pino with `redact` over the same values and against plain
 * pino. All write to /dev/null, one call per line.
 */
export function run(): Promise<readonly Figure[]> {
  const sink = openSync('/dev/null', 'w');
  const write = (line: string) => void writeSync(sink, line);
  const references = new References(passingKeys(), () => new Date());
  const ours = new Diagnostics({ write, references, guard: new OutputGuard([]) });
  const options = {
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (level: string) => ({ level }) },
  };
  const plain = pino(options, { write });
  const paths = ['phone', '*.phone', 'party.name', 'party.email', 'parties[*].phone'];
  const redacting = pino({ ...options, redact: { paths, censor: '‹personal›' } }, { write });
  const lineOf = (at: number) => ({
    event: 'bench.ended',
    contact: ids[at % ids.length],
    reason: 'bye',
    afterMs: at,
    octets: 3200,
  });
  const withPeople = (at: number) => ({
    ...lineOf(at),
    phone: '+37255501234',
    party: { name: 'Mari', email: 'mari@example.org' },
  });
  const [event = 0, redacted = 0, plainly = 0] = nanoseconds(
    (at) => {
      ours.record(ended, { contact: ids[at % ids.length] ?? '', reason: 'bye', afterMs: at, octets: 3200 });
    },
    (at) => {
      redacting.info(withPeople(at));
    },
    (at) => {
      plain.info(lineOf(at));
    },
  );
  closeSync(sink);
  return Promise.resolve([
    { name: 'diagnostics event vs pino with redact', ours: event, floor: redacted, ratio: event / redacted, unit: 'ns/line' },
    { name: 'diagnostics event vs plain pino', ours: event, floor: plainly, ratio: event / plainly, unit: 'ns/line' },
  ]);
}
