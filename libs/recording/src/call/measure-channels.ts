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

/** Facts tell whole milliseconds. */
const roundedMs = 2;

type GapFact = Extract<CallFact, { kind: 'gap' }>;
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
export function measureChannels(told: readonly CallFact[], endMs: number): readonly MeasuredChannel[] {
  const segments = keptSegments(told);
  const facts = told.filter((fact) => fact.kind !== 'gap' || isInside(fact, segments));
  const granted = spansOf(facts.flatMap(grantTurn), endMs);
  const channels = new Set(facts.flatMap((fact) => (fact.kind === 'due' ? [fact.channel] : [])));
  return [...channels].sort().flatMap((channel) => measured(channel, facts, granted, segments, endMs));
}

interface KeptSegment {
  readonly channel: AudioChannel;
  readonly fromMs: number;
  readonly toMs: number;
}

function keptSegments(facts: readonly CallFact[]): readonly KeptSegment[] {
  const octets = new Map(
    facts.flatMap((fact) => (fact.kind === 'segment-closed' ? [[fact.segmentId, fact.octets] as const] : [])),
  );
  return facts.flatMap((fact) => {
    const kept = fact.kind === 'segment' ? octets.get(fact.segmentId) : undefined;
    if (fact.kind !== 'segment' || kept === undefined) return [];
    return [{ channel: fact.channel, fromMs: fact.startMs, toMs: fact.startMs + msOfOctets(kept) }];
  });
}

/** Silence that was invented inside a segment that was given up went with it: other gaps say that all of it is missing. */
function isInside({ channel, fromMs, toMs, inventedMs }: GapFact, segments: readonly KeptSegment[]): boolean {
  if (inventedMs === 0) return true;
  return segments.some((kept) => kept.channel === channel && fromMs >= kept.fromMs - roundedMs && toMs <= kept.toMs + roundedMs);
}

function grantTurn(fact: CallFact): readonly Turn[] {
  if (fact.kind === 'grant') return [{ atMs: fact.atMs, on: true }];
  return fact.kind === 'grant-ended' ? [{ atMs: fact.atMs, on: false }] : [];
}

function measured(
  channel: AudioChannel,
  facts: readonly CallFact[],
  granted: readonly Span[],
  segments: readonly KeptSegment[],
  endMs: number,
): readonly MeasuredChannel[] {
  const stretches = [...dueTurns(channel, facts).values()].flatMap((turns) => crossed(spansOf(turns, endMs), granted));
  const expectedMs = stretches.reduce((sum, [from, to]) => sum + to - from, 0);
  if (expectedMs === 0) return [];
  const storedMs = Math.max(0, keptOf(channel, facts, segments));
  const tolerated = stretches.length * toleranceMs + expectedMs * clockTolerance;
  // What a sender brought beyond its time stands for nothing that is missing: then only what was told of counts.
  const shortMs = storedMs - expectedMs > tolerated ? Math.min(expectedMs, toldMs(channel, facts)) : expectedMs - storedMs;
  const missingMs = shortMs <= tolerated ? 0 : shortMs;
  const keptMs = Math.min(storedMs, expectedMs - missingMs);
  return [{ channel, expectedMs: Math.round(expectedMs), keptMs: Math.round(keptMs), ...laid(missingMs, channel, facts) }];
}

const toldMs = (channel: AudioChannel, facts: readonly CallFact[]): number =>
  [...namedCauses(channel, facts).values()].reduce((sum, ms) => sum + ms, 0);

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
  const named = toldMs(channel, facts);
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
function keptOf(channel: AudioChannel, facts: readonly CallFact[], segments: readonly KeptSegment[]): number {
  const octetsMs = segments.reduce((sum, kept) => (kept.channel === channel ? sum + kept.toMs - kept.fromMs : sum), 0);
  return facts.reduce((ms, fact) => (fact.kind === 'gap' && fact.channel === channel ? ms - fact.inventedMs : ms), octetsMs);
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
