/** What a verification found to be wrong. Numbers of events count from 0, as `seq` in the log. */
export type Damage =
  /** The columns of an event do not give its hash any more. */
  | { readonly kind: 'event-edited'; readonly event: number }
  /** The event, or one before it, was written again with a hash to match. */
  | { readonly kind: 'event-rewritten'; readonly event: number }
  | { readonly kind: 'event-removed'; readonly event: number }
  /** The database signed for more events than it holds. */
  | { readonly kind: 'truncated'; readonly events: number; readonly signed: number }
  /** The second sink has seen a log that the database knows nothing of any more: an older image of it was put back. */
  | { readonly kind: 'rolled-back'; readonly events: number; readonly witnessed: number }
  /** Among these events is one that is not the one that was signed for; `from` was still right. */
  | { readonly kind: 'history-differs'; readonly from: number; readonly to: number }
  /** A checkpoint that this log's key did not sign, or not for this size. */
  | { readonly kind: 'checkpoint-forged'; readonly place: Place; readonly size: number }
  /** The database has signed checkpoints that the second sink lacks. */
  | { readonly kind: 'witness-cut'; readonly signed: number; readonly witnessed: number }
  | { readonly kind: 'witness-line-damaged'; readonly line: number }
  /** A tile from which the log is continued is not the one of its events. */
  | { readonly kind: 'tile-differs'; readonly tile: string };

export type Place = 'database' | 'witness';

const sentences: { readonly [K in Damage['kind']]: (damage: Extract<Damage, { kind: K }>) => string } = {
  'event-edited': ({ event }) => `Event ${event} was edited after it was logged.`,
  'event-rewritten': ({ event }) => `Event ${event}, or one before it, was written again with a hash to match.`,
  'event-removed': ({ event }) => `Event ${event} was removed from the log.`,
  truncated: ({ events, signed }) => `The log was cut: it holds ${events} events and was signed for ${signed}.`,
  'rolled-back': ({ events, witnessed }) =>
    `The database was rolled back: its log of ${events} events does not continue the ${witnessed} events that the second sink has seen.`,
  'history-differs': ({ from, to }) =>
    `Among the events from ${from} to ${to - 1} is one that is not the one that was signed for.`,
  'checkpoint-forged': ({ place, size }) =>
    `The checkpoint for ${size} events ${place === 'database' ? 'in the database' : 'on the second sink'} was not signed by this log's key.`,
  'witness-cut': ({ signed, witnessed }) =>
    `The second sink was cut or replaced: it ends at ${witnessed} events, and the database was signed for ${signed}.`,
  'witness-line-damaged': ({ line }) => `Line ${line} of the second sink's checkpoints cannot be read.`,
  'tile-differs': ({ tile }) => `The hashes in ${tile} are not those of the logged events.`,
};

/** One sentence that names the damage. */
export function sentenceOf(damage: Damage): string {
  return (sentences[damage.kind] as (damage: Damage) => string)(damage);
}
