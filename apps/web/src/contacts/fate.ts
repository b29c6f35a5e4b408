import type { ContactPart, http } from '@voxkeep/contracts';

/** What became of what was recorded of a part, as its measures tell it now. */
export type Fate = 'kept' | 'nothing' | 'destroyed' | 'partly-destroyed' | 'removed' | 'partly-removed';

const gone = { withdrawal: ['destroyed', 'partly-destroyed'], 'term-or-erasure': ['removed', 'partly-removed'] } as const;

/** Reads it from the measures of a part. Undefined for one recorded before what is there was counted. */
export function fateOf(part: ContactPart, measures: readonly http.ChannelMeasure[]): Fate | undefined {
  const own = measures.filter((measure) => measure.part === part);
  if (own.length === 0) return undefined;
  const isLeft = own.some(({ keptMs }) => keptMs > 0);
  const by = removalOf(part, measures);
  if (by !== null) return gone[by][isLeft ? 1 : 0];
  return isLeft ? 'kept' : 'nothing';
}

/** What took audio of a part away that had been kept; null: nothing did, or nobody counted. */
export function removalOf(part: ContactPart, measures: readonly http.ChannelMeasure[]): http.ChannelMeasure['removedBy'] {
  return measures.find((measure) => measure.part === part && measure.removedBy !== null)?.removedBy ?? null;
}

/** What is told of it beside an outcome: always after a no, since the outcome leaves it open, and else where something went since. */
export function toldFate(
  { part, outcome }: Pick<http.ContactDetail['outcomes'][number], 'part' | 'outcome'>,
  measures: readonly http.ChannelMeasure[],
): Fate | undefined {
  const fate = fateOf(part, measures);
  return outcome === 'withdrawn' || (fate !== 'kept' && fate !== 'nothing') ? fate : undefined;
}
