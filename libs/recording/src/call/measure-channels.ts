import { lossCauses, type AudioChannel, type LossCause } from '@voxkeep/contracts';
import { msOfOctets } from '../segment-header.js';
import type { CallFact } from './call-fact.js';
import { crossed, lastUntil, spansOf, type Span, type Turn } from './spans.js';

/** What was granted of one channel and what is there; whole milliseconds. The parts add up: expected = kept + missing, within the tolerance. */
export interface MeasuredChannel {
  readonly channel: AudioChannel;
  readonly expectedMs: number;
  readonly keptMs: number;
  readonly missingOursMs: number;
  readonly missingTheirsMs: number;
  /** The cause of most of what is missing; null when the channel is whole. */
  readonly mainCause: LossCause | null;
  /** What is missing, by cause; the causes add up to it. Not there when the channel is whole. */
  readonly missingMs?: ReadonlyMap<LossCause, number>;
}

/** The edges of a stretch fall between two packets, and its two clocks differ a little. */
const toleranceMs = 100;
/** Two crystals differ by at most so much: 100 ms in a quarter of an hour. */
const clockTolerance = 1.1e-4;

/** Facts tell whole milliseconds: what is left over by that is nobody's. */
const roundedMs = 2;

type GapFact = Extract<CallFact, { kind: 'gap' }>;

/** Granted time in which audio of a channel was due without a break, and what is there of it; streams that were due at once are one. */
interface Stretch {
  readonly fromMs: number;
  toMs: number;
  expectedMs: number;
  readonly streams: Set<number>;
  storedMs: number;
  /** A segment of it was taken back before its length was told. */
  wasEmptied: boolean;
  readonly named: Map<LossCause, number>;
}

interface KeptSegment {
  readonly fromMs: number;
  /** Infinity: it was taken back, and nobody told how long it was. */
  toMs: number;
}

/**
 * Counts, for every channel that was due under a grant, what should be there and what is: granted time in which audio was due, against
 * octets in complete files less the silence that was invented for packets that never came. Each stretch is counted for itself: what one
 * is allowed excuses nothing of another, and what was told to be missing is missing, whatever is there in its place. What is missing is
 * laid to the causes that the gaps name; what nobody named is ours. What a no took back counts as kept here, though nobody tells its length
 * any more: that it is gone is read from the books, and nobody lost it. `endMs`: the end of the call.
 */
export function measureChannels(facts: readonly CallFact[], endMs: number): readonly MeasuredChannel[] {
  const granted = spansOf(facts.flatMap(grantTurn), endMs);
  const octets = octetsKept(facts);
  const channels = new Set(facts.flatMap((fact) => (fact.kind === 'due' ? [fact.channel] : [])));
  return [...channels].sort().flatMap((channel) => {
    const stretches = stretchesOf(dueTurns(channel, facts), granted, endMs);
    if (stretches.length === 0) return [];
    const segments = keptSegments(channel, facts, octets);
    for (const { fromMs, toMs } of segments) store(stretches, fromMs, toMs - fromMs);
    const kept = joined(segments);
    for (const fact of facts) if (fact.kind === 'gap') layGap(channel, fact, stretches, kept);
    return [measured(channel, stretches)];
  });
}

function grantTurn(fact: CallFact): readonly Turn[] {
  if (fact.kind === 'grant') return [{ atMs: fact.atMs, on: true }];
  return fact.kind === 'grant-ended' ? [{ atMs: fact.atMs, on: false }] : [];
}

/** Octets of each complete file: one that was told twice is there once. */
function octetsKept(facts: readonly CallFact[]): ReadonlyMap<string, number> {
  return new Map(facts.flatMap((fact) => (fact.kind === 'segment-closed' ? [[fact.segmentId, fact.octets] as const] : [])));
}

/** Segments that a no took away; what was given up before it is not among them. */
function takenBack(facts: readonly CallFact[]): ReadonlySet<string> {
  const droppedAt = facts.findLastIndex(({ kind }) => kind === 'dropped');
  const before = facts.slice(0, Math.max(0, droppedAt));
  const begun = new Set(before.flatMap((fact) => (fact.kind === 'segment' ? [fact.segmentId] : [])));
  for (const fact of before) if (fact.kind === 'segment-dropped') begun.delete(fact.segmentId);
  return begun;
}

/** In the order in which they began. */
function keptSegments(
  channel: AudioChannel,
  facts: readonly CallFact[],
  octets: ReadonlyMap<string, number>,
): readonly KeptSegment[] {
  const gone = takenBack(facts);
  const kept = facts.flatMap((fact) => {
    if (fact.kind !== 'segment' || fact.channel !== channel) return [];
    const { segmentId, startMs } = fact;
    const told = octets.get(segmentId);
    if (told === undefined && !gone.has(segmentId)) return [];
    return [{ fromMs: startMs, toMs: told === undefined ? Infinity : startMs + msOfOctets(told) }];
  });
  return kept.sort((a, b) => a.fromMs - b.fromMs);
}

/** Segments that follow each other without a break, as after a failure of the vault, are one: a loss may lie across their border. */
function joined(segments: readonly KeptSegment[]): readonly KeptSegment[] {
  const runs: KeptSegment[] = [];
  for (const { fromMs, toMs } of segments) {
    const last = runs.at(-1);
    if (last && fromMs <= last.toMs + roundedMs) last.toMs = Math.max(last.toMs, toMs);
    else runs.push({ fromMs, toMs });
  }
  return runs;
}

/** When each stream of a channel was due. */
function dueTurns(channel: AudioChannel, facts: readonly CallFact[]): ReadonlyMap<number, readonly Turn[]> {
  const turns = new Map<number, Turn[]>();
  for (const fact of facts) {
    if ((fact.kind !== 'due' && fact.kind !== 'not-due') || fact.channel !== channel) continue;
    const known = turns.get(fact.stream);
    const turn = { atMs: fact.atMs, on: fact.kind === 'due' };
    if (known) known.push(turn);
    else turns.set(fact.stream, [turn]);
  }
  return turns;
}

/** In the order of time. A segment does not say of which stream it is, so streams that were due at once are counted together. */
function stretchesOf(due: ReadonlyMap<number, readonly Turn[]>, granted: readonly Span[], endMs: number): Stretch[] {
  const spans = [...due].flatMap(([stream, turns]) => crossed(spansOf(turns, endMs), granted).map((span) => ({ stream, span })));
  const stretches: Stretch[] = [];
  for (const { stream, span } of spans.sort((a, b) => a.span[0] - b.span[0])) {
    const [fromMs, toMs] = span;
    const last = stretches.at(-1);
    const isGoing = last !== undefined && fromMs < last.toMs;
    const stretch = isGoing ? last : emptyStretch(fromMs, toMs);
    if (!isGoing) stretches.push(stretch);
    stretch.toMs = Math.max(stretch.toMs, toMs);
    stretch.expectedMs += toMs - fromMs;
    stretch.streams.add(stream);
  }
  return stretches;
}

const emptyStretch = (fromMs: number, toMs: number): Stretch => ({
  ...{ fromMs, toMs, expectedMs: 0, streams: new Set<number>(), storedMs: 0, wasEmptied: false, named: new Map() },
});

function store(stretches: readonly Stretch[], atMs: number, ms: number): void {
  const stretch = lastUntil(stretches, atMs + roundedMs);
  if (!stretch) return;
  if (ms === Infinity) stretch.wasEmptied = true;
  else stretch.storedMs += ms;
}

function layGap(channel: AudioChannel, gap: GapFact, stretches: readonly Stretch[], kept: readonly KeptSegment[]): void {
  const { cause, fromMs, toMs } = gap;
  if ((gap.channel ?? channel) !== channel) return;
  const inventedMs = Math.round(gap.inventedMs * shareKept(gap, kept));
  if (gap.inventedMs > 0 && inventedMs === 0) return;
  store(stretches, fromMs, -inventedMs);
  const named = lastUntil(stretches, fromMs + roundedMs)?.named;
  if (cause !== null) named?.set(cause, (named.get(cause) ?? 0) + (inventedMs > 0 ? inventedMs : toMs - fromMs));
}

/**
 * How much of a gap, 0 to 1, lies in what is kept. Silence that was invented inside a segment that was given up went with it: other gaps
 * say that all of it is missing.
 */
function shareKept({ fromMs, toMs }: GapFact, kept: readonly KeptSegment[]): number {
  const run = lastUntil(kept, fromMs + roundedMs);
  const keptMs = run ? Math.min(toMs, run.toMs) - Math.max(fromMs, run.fromMs) : 0;
  if (keptMs <= 0) return 0;
  return keptMs + roundedMs >= toMs - fromMs ? 1 : keptMs / (toMs - fromMs);
}

function measured(channel: AudioChannel, stretches: readonly Stretch[]): MeasuredChannel {
  const sum = { expectedMs: 0, keptMs: 0, missingMs: 0 };
  const causes = new Map<LossCause, number>();
  for (const stretch of stretches) {
    const missingMs = missingOf(stretch);
    sum.expectedMs += stretch.expectedMs;
    sum.missingMs += missingMs;
    const storedMs = stretch.wasEmptied ? Infinity : Math.max(0, stretch.storedMs);
    sum.keptMs += Math.min(storedMs, stretch.expectedMs - missingMs);
    if (missingMs > 0) layCauses(causes, stretch, missingMs);
  }
  const expectedMs = Math.round(sum.expectedMs);
  return { channel, expectedMs, keptMs: Math.round(sum.keptMs), ...laid(sum.missingMs, causes) };
}

/** What a sender brought beyond its time stands for nothing that is missing: then only what was told of counts. */
function missingOf({ expectedMs, storedMs, streams, wasEmptied, named }: Stretch): number {
  const edgesMs = streams.size * toleranceMs;
  const toldMs = total(named);
  const shortMs = expectedMs - Math.max(0, storedMs);
  const isShort = !wasEmptied && shortMs > edgesMs + expectedMs * clockTolerance;
  return Math.min(expectedMs, Math.max(isShort ? shortMs : 0, toldMs > edgesMs ? toldMs : 0));
}

function layCauses(causes: Map<LossCause, number>, { named }: Stretch, missingMs: number): void {
  const unnamedMs = missingMs - total(named);
  const all = unnamedMs > roundedMs ? [...named, ['unexplained', unnamedMs] as const] : named;
  for (const [cause, ms] of all) causes.set(cause, (causes.get(cause) ?? 0) + ms);
}

/** Named gaps may be longer than what is missing: what is missing is what counts. */
function laid(
  missingMs: number,
  causes: ReadonlyMap<LossCause, number>,
): Pick<MeasuredChannel, 'missingOursMs' | 'missingTheirsMs' | 'mainCause' | 'missingMs'> {
  if (missingMs === 0) return { missingOursMs: 0, missingTheirsMs: 0, mainCause: null };
  const named = total(causes);
  const byCause = new Map([...causes].map(([cause, ms]) => [cause, (ms * missingMs) / named]));
  const missingTheirsMs = Math.round(total(new Map([...byCause].filter(([cause]) => lossCauses[cause] === 'theirs'))));
  const [mainCause] = [...causes].sort((a, b) => b[1] - a[1])[0] ?? [null];
  return { missingOursMs: Math.round(missingMs) - missingTheirsMs, missingTheirsMs, mainCause, missingMs: byCause };
}

const total = (byCause: ReadonlyMap<LossCause, number>): number => [...byCause.values()].reduce((sum, ms) => sum + ms, 0);
