/** What a verification found to be wrong. Numbers of events count from 0, as `seq` in the log. */
export type Damage =
  /** The columns of an event do not give its hash any more. */
  | { readonly kind: 'event-edited'; readonly event: number }
  /** Another event stands in its place, with a hash to match, or with an authentication code that is not its own. */
  | { readonly kind: 'event-rewritten'; readonly event: number }
  | { readonly kind: 'event-removed'; readonly event: number }
  /** The events `first` … `last` stand elsewhere, in their order from `place` on. */
  | { readonly kind: 'reordered'; readonly first: number; readonly last: number; readonly place: number }
  /** The database signed for more events than it holds. */
  | { readonly kind: 'truncated'; readonly events: number; readonly signed: number }
  /** The second sink has seen a log that the database knows nothing of any more: an older image of it was put back. */
  | { readonly kind: 'rolled-back'; readonly events: number; readonly witnessed: number }
  /**
   * The log was written anew from `from` on with the signing key: it agrees with itself, and not with the second sink, or not with
   * the first authentication key.
   */
  | { readonly kind: 're-chained'; readonly from: number; readonly against: 'witness' | 'authentication-key' }
  /** Among these events is one that is not the one that was signed for; `from` was still right. */
  | { readonly kind: 'history-differs'; readonly from: number; readonly to: number }
  /** A checkpoint that this log's key did not sign, or not for this size. */
  | { readonly kind: 'checkpoint-forged'; readonly place: Place; readonly size: number }
  /** The database has signed checkpoints that the second sink lacks. */
  | { readonly kind: 'witness-cut'; readonly signed: number; readonly witnessed: number }
  | { readonly kind: 'witness-line-damaged'; readonly line: number }
  /** A tile from which the log is continued is not the one of its events. */
  | { readonly kind: 'tile-differs'; readonly tile: string }
  /** Further damages of a kind that were found and are not listed. */
  | { readonly kind: 'more'; readonly of: DamageKind; readonly count: number };

export type Place = 'database' | 'witness';
export type DamageKind = Exclude<Damage['kind'], 'more'>;

const kindNames: { readonly [K in DamageKind]: string } = {
  'event-edited': 'edited events',
  'event-rewritten': 'rewritten events',
  'event-removed': 'removed events',
  reordered: 'moved events',
  truncated: 'cuts',
  'rolled-back': 'rollbacks',
  're-chained': 'rewritings of the log',
  'history-differs': 'stretches that differ',
  'checkpoint-forged': 'forged checkpoints',
  'witness-cut': 'cuts of the second sink',
  'witness-line-damaged': 'damaged lines of the second sink',
  'tile-differs': 'tiles that differ',
};

const sentences: { readonly [K in Damage['kind']]: (damage: Extract<Damage, { kind: K }>) => string } = {
  'event-edited': ({ event }) => `Event ${event} was edited after it was logged.`,
  'event-rewritten': ({ event }) => `Event ${event} was written again: its hash or its authentication code is another.`,
  'event-removed': ({ event }) => `Event ${event} was removed from the log.`,
  reordered: ({ first, last, place }) =>
    first === last
      ? `The log was reordered: event ${first} stands in the place of event ${place}.`
      : `The log was reordered: events ${first} to ${last} stand in the places from ${place} on.`,
  truncated: ({ events, signed }) => `The log was cut: it holds ${events} events and was signed for ${signed}.`,
  'rolled-back': ({ events, witnessed }) =>
    `The database was rolled back: its log of ${events} events does not continue the ${witnessed} events that the second sink has seen.`,
  're-chained': ({ from, against }) =>
    `The log was written anew and signed again, from event ${from} on or before: it does not agree with ${against === 'witness' ? 'the second sink' : 'the first authentication key'}.`,
  'history-differs': ({ from, to }) =>
    `Among the events from ${from} to ${to - 1} is one that is not the one that was signed for.`,
  'checkpoint-forged': ({ place, size }) =>
    `The checkpoint for ${size} events ${place === 'database' ? 'in the database' : 'on the second sink'} was not signed by this log's key.`,
  'witness-cut': ({ signed, witnessed }) =>
    `The second sink was cut or replaced: it ends at ${witnessed} events, and the database was signed for ${signed}.`,
  'witness-line-damaged': ({ line }) => `Line ${line} of the second sink's checkpoints cannot be read.`,
  'tile-differs': ({ tile }) => `The hashes in ${tile} are not those of the logged events.`,
  more: ({ of, count }) => `… and ${count} more ${kindNames[of]}.`,
};

/** One sentence that names the damage. */
export function sentenceOf(damage: Damage): string {
  return (sentences[damage.kind] as (damage: Damage) => string)(damage);
}

/** The first `most` damages of each kind, and how many more there are. */
export function listed(damages: readonly Damage[], most: number): readonly Damage[] {
  const kinds = [...new Set(damages.map(({ kind }) => kind))] as DamageKind[];
  return kinds.flatMap((kind) => {
    const all = damages.filter((damage) => damage.kind === kind);
    return all.length <= most ? all : [...all.slice(0, most), { kind: 'more', of: kind, count: all.length - most } as const];
  });
}

/** How many damages of each kind, for the record. */
export function counted(damages: readonly Damage[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const damage of damages) {
    const [kind, add] = damage.kind === 'more' ? ([damage.of, damage.count] as const) : ([damage.kind, 1] as const);
    counts[kind] = (counts[kind] ?? 0) + add;
  }
  return counts;
}
