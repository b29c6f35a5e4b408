import { msOfOctets, type CallFact } from '@voxkeep/recording';

/** Audio that is due shows in the journal all the time, but for a sender's own silence: longer than a minute is the step of a clock. */
const mostSilentMs = 60_000;

/**
 * Until when a call is known to have lived, in milliseconds from its start; nothing is added for what its recorder may have lived on. What
 * its journal holds was counted on the recorder's steady clock and says how long it was live at least. `hintMs`: when the journal was last
 * written, less when the call began, by a clock of the machine that may have been set in between; it is believed where the journal bears
 * it out, and where nothing was due so that nothing can.
 */
export function cutOffMsOf(facts: readonly CallFact[], hintMs: number): number {
  const knownMs = lastKnownMs(facts);
  const isBorneOut = hintMs >= knownMs && (hintMs - knownMs <= mostSilentMs || !isDue(facts));
  return isBorneOut ? hintMs : knownMs;
}

function lastKnownMs(facts: readonly CallFact[]): number {
  const starts = new Map(facts.flatMap((fact) => (fact.kind === 'segment' ? [[fact.segmentId, fact.startMs] as const] : [])));
  return facts.reduce((last, fact) => Math.max(last, momentOf(fact, starts)), 0);
}

function momentOf(fact: CallFact, starts: ReadonlyMap<string, number>): number {
  if (fact.kind === 'segment') return fact.startMs;
  if (fact.kind === 'segment-closed') return (starts.get(fact.segmentId) ?? 0) + msOfOctets(fact.octets);
  if (fact.kind === 'gap') return fact.toMs;
  return 'atMs' in fact ? fact.atMs : 0;
}

function isDue(facts: readonly CallFact[]): boolean {
  const due = new Map<number, boolean>();
  for (const fact of facts)
    if (fact.kind === 'wanted' || fact.kind === 'due' || fact.kind === 'not-due') due.set(fact.stream, fact.kind !== 'not-due');
  return [...due.values()].includes(true);
}
