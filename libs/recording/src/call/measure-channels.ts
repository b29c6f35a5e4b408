import { lossCauses, type AudioChannel, type LossCause } from '@voxkeep/contracts';
import { msOfOctets } from '../segment-header.js';
import type { CallFact } from './call-fact.js';

/** What was granted of one channel and what is there; whole milliseconds. The parts add up: expected = kept + missing, within the tolerance. */
export interface MeasuredChannel {
  readonly channel: AudioChannel;
  readonly expectedMs: number;
  readonly keptMs: number;
  readonly missingOursMs: number;
  readonly missingTheirsMs: number;
  /** The cause of most of what is missing; null when the channel is whole. */
  readonly mainCause: LossCause | null;
}

/** The edges of a stretch fall between two packets, and its two clocks differ a little. */
const toleranceMs = 100;
/** Two crystals differ by at most so much: 100 ms in a quarter of an hour. */
const clockTolerance = 1.1e-4;

type FactOf<K extends CallFact['kind']> = Extract<CallFact, { readonly kind: K }>;
type Span = readonly [from: number, to: number];
interface Turn {
  readonly atMs: number;
  readonly on: boolean;
}

/**
 * Counts, for every channel that was due under a grant, what should be there and what is: granted time in which audio was due, against
 * octets in complete files less the silence that was invented for packets that never came. What is missing is laid to the causes that
 * the gaps name; what nobody named is ours. `endMs`: the end of the call.
 */
export function measureChannels(facts: readonly CallFact[], endMs: number): readonly MeasuredChannel[] {
  const granted = spansOf(facts.flatMap(grantTurn), endMs);
  const channels = new Set(facts.flatMap((fact) => (fact.kind === 'due' ? [fact.channel] : [])));
  return [...channels].sort().flatMap((channel) => measured(channel, facts, granted, endMs));
}

function grantTurn(fact: CallFact): readonly Turn[] {
  if (fact.kind === 'grant') return [{ atMs: fact.atMs, on: true }];
  return fact.kind === 'grant-ended' ? [{ atMs: fact.atMs, on: false }] : [];
}

function measured(
  channel: AudioChannel,
  facts: readonly CallFact[],
  granted: readonly Span[],
  endMs: number,
): readonly MeasuredChannel[] {
  const stretches = [...dueTurns(channel, facts).values()].flatMap((turns) => crossed(spansOf(turns, endMs), granted));
  const expectedMs = stretches.reduce((sum, [from, to]) => sum + to - from, 0);
  if (expectedMs === 0) return [];
  const keptMs = Math.max(0, keptOf(channel, facts));
  const tolerated = stretches.length * toleranceMs + expectedMs * clockTolerance;
  const missingMs = expectedMs - keptMs <= tolerated ? 0 : expectedMs - keptMs;
  return [{ channel, expectedMs: Math.round(expectedMs), keptMs: Math.round(keptMs), ...laid(missingMs, channel, facts) }];
}

/** When each stream of a channel was due. */
function dueTurns(channel: AudioChannel, facts: readonly CallFact[]): ReadonlyMap<number, readonly Turn[]> {
  const turns = new Map<number, readonly Turn[]>();
  for (const fact of facts) {
    if ((fact.kind !== 'due' && fact.kind !== 'not-due') || fact.channel !== channel) continue;
    turns.set(fact.stream, [...(turns.get(fact.stream) ?? []), { atMs: fact.atMs, on: fact.kind === 'due' }]);
  }
  return turns;
}

/** Lays what is missing to its causes. Named gaps may be longer or shorter than the difference: the difference is what counts. */
function laid(
  missingMs: number,
  channel: AudioChannel,
  facts: readonly CallFact[],
): Pick<MeasuredChannel, 'missingOursMs' | 'missingTheirsMs' | 'mainCause'> {
  if (missingMs === 0) return { missingOursMs: 0, missingTheirsMs: 0, mainCause: null };
  const byCause = namedCauses(channel, facts);
  const named = [...byCause.values()].reduce((sum, ms) => sum + ms, 0);
  if (named < missingMs) byCause.set('unexplained', missingMs - named);
  const theirs = [...byCause].reduce((sum, [cause, ms]) => sum + (lossCauses[cause] === 'theirs' ? ms : 0), 0);
  const missingTheirsMs = Math.round((theirs * missingMs) / Math.max(named, missingMs));
  const [mainCause] = [...byCause].sort((a, b) => b[1] - a[1])[0] ?? [null];
  return { missingOursMs: Math.round(missingMs) - missingTheirsMs, missingTheirsMs, mainCause };
}

/** Milliseconds of a channel that each cause was told to have cost. */
function namedCauses(channel: AudioChannel, facts: readonly CallFact[]): Map<LossCause, number> {
  const byCause = new Map<LossCause, number>();
  for (const fact of facts) {
    if (fact.kind !== 'gap' || fact.cause === null || (fact.channel ?? channel) !== channel) continue;
    const ms = fact.inventedMs > 0 ? fact.inventedMs : fact.toMs - fact.fromMs;
    byCause.set(fact.cause, (byCause.get(fact.cause) ?? 0) + ms);
  }
  return byCause;
}

/** Octets of complete files, each counted once, less the silence that was invented in them. */
function keptOf(channel: AudioChannel, facts: readonly CallFact[]): number {
  const closed = new Map(
    facts.flatMap((fact) => (fact.kind === 'segment-closed' ? [[fact.segmentId, fact.octets] as const] : [])),
  );
  const begun = facts.filter((fact): fact is FactOf<'segment'> => fact.kind === 'segment' && fact.channel === channel);
  const keptMs = begun.reduce((sum, { segmentId }) => sum + msOfOctets(closed.get(segmentId) ?? 0), 0);
  const dropped = new Set(facts.flatMap((fact) => (fact.kind === 'segment-dropped' ? [fact.segmentId] : [])));
  return facts.reduce((ms, fact) => {
    if (fact.kind !== 'gap' || fact.channel !== channel || fact.inventedMs === 0) return ms;
    const around = begun.filter(({ startMs }) => startMs <= fact.fromMs).sort((a, b) => b.startMs - a.startMs)[0];
    return around && dropped.has(around.segmentId) ? ms : ms - fact.inventedMs;
  }, keptMs);
}

/** The spans between turning on and off; one that stays on ends at `endMs`. */
function spansOf(turns: readonly Turn[], endMs: number): readonly Span[] {
  const spans: Span[] = [];
  let from: number | undefined;
  for (const { atMs, on } of [...turns, { atMs: endMs, on: false }]) {
    if (on) from ??= atMs;
    else if (from !== undefined) {
      spans.push([from, Math.max(from, atMs)]);
      from = undefined;
    }
  }
  return spans;
}

/** Where both were. */
function crossed(one: readonly Span[], other: readonly Span[]): readonly Span[] {
  return one.flatMap(([from, to]) =>
    other.flatMap(([start, end]): Span[] => {
      const [later, earlier] = [Math.max(from, start), Math.min(to, end)];
      return later < earlier ? [[later, earlier]] : [];
    }),
  );
}
