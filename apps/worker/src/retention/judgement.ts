import type { Term } from './frame.js';
import type { HeldKey, Holding } from './holding.js';

/** The values of one statement, numbered as they are named. */
export class Params {
  readonly values: unknown[] = [];

  /** The place of a value in the statement: `$3`. */
  of(value: unknown): string {
    this.values.push(value);
    return `$${String(this.values.length)}`;
  }
}

/** How rows of a class name what a hold can keep: SQL expressions over the row. */
export interface HeldBy {
  readonly contact?: string;
  readonly queue?: string;
  readonly point?: string;
  readonly person?: string;
  readonly user?: string;
  /** SQL that is true when the user `h.key` is on the row; for rows with several. */
  readonly anyUser?: string;
  /** SQL that is true when the contact point `h.key` is on the row. */
  readonly anyPoint?: string;
  /** The moment that a hold's period is compared with. */
  readonly at?: string;
}

/**
 * The moment before which a row of `alias` is past its term: the rule of its queue and channel, else of its queue, else of its
 * channel, else the general one; null, and so never, when there is no rule.
 */
export function cutoffSql(params: Params, terms: readonly Term[], alias?: string): string {
  const general = terms.find(({ channel, queueId }) => channel === null && queueId === null);
  const otherwise = `${params.of(general?.before ?? null)}::timestamptz`;
  const scoped = alias === undefined ? [] : terms.filter((term) => term !== general).sort(byScope);
  if (scoped.length === 0) return otherwise;
  const cases = scoped.map(({ channel, queueId, before }) => {
    const tests = [
      ...(queueId === null ? [] : [`${alias ?? ''}.queue_id = ${params.of(queueId)}::uuid`]),
      ...(channel === null ? [] : [`${alias ?? ''}.channel = ${params.of(channel)}`]),
    ];
    return `when ${tests.join(' and ')} then ${params.of(before)}::timestamptz`;
  });
  return `case ${cases.join(' ')} else ${otherwise} end`;
}

function byScope(a: Term, b: Term): number {
  const weight = ({ channel, queueId }: Term) => (queueId === null ? 0 : 2) + (channel === null ? 0 : 1);
  return weight(b) - weight(a);
}

/** The hold that keeps a row, or null. Without a hold of a kind that the row knows it is the constant null. */
export function holdSql(params: Params, { keys }: Holding, by: HeldBy): string {
  const tests: Readonly<Record<HeldKey['kind'], string | undefined>> = {
    contact: by.contact && `h.key = ${by.contact}`,
    queue: by.queue && `h.key = ${by.queue}`,
    'contact-point': by.anyPoint ?? (by.point && `h.key = ${by.point}`),
    person: by.person && `h.key = ${by.person}`,
    user: by.anyUser ?? (by.user && `h.key = ${by.user}`),
  };
  const wanted = keys.filter(({ kind }) => tests[kind] !== undefined);
  if (wanted.length === 0) return 'null::uuid';
  const lists = [
    [wanted.map(({ kind }) => kind), 'text'],
    [wanted.map(({ key }) => key), 'uuid'],
    [wanted.map(({ from }) => from), 'timestamptz'],
    [wanted.map(({ to }) => to), 'timestamptz'],
    [wanted.map(({ hold }) => hold), 'uuid'],
  ].map(([values, type]) => `${params.of(values)}::${type as string}[]`);
  const kinds = [...new Set(wanted.map(({ kind }) => kind))];
  const matched = kinds.map((kind) => `(h.kind = '${kind}' and ${tests[kind] ?? 'false'})`).join(' or ');
  return `(select h.hold from unnest(${lists.join(', ')}) h (kind, key, from_at, to_at, hold) where (${matched})${period(by.at)} limit 1)`;
}

/** [from, to); a row without a time counts as inside, which keeps it. */
function period(at: string | undefined): string {
  if (at === undefined) return '';
  return ` and (h.from_at is null or ${at} is null or ${at} >= h.from_at) and (h.to_at is null or ${at} is null or ${at} < h.to_at)`;
}
