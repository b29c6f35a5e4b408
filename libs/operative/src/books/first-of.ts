import type { EntryKind, Told } from './batches.js';

/** Of entries those whose row was inserted or changed, each id once, in the order in which they were told. */
export function firstOf<Kind extends EntryKind>(
  rows: readonly { readonly id: string }[],
  told: readonly Told<Kind>[],
  idOf: (entry: Told<Kind>['entry']) => string,
): readonly Told<Kind>[] {
  const waiting = new Set(rows.map(({ id }) => id));
  return told.filter(({ entry }) => waiting.delete(idOf(entry)));
}
