import type { http } from '@voxkeep/contracts';
import type { Database } from '@voxkeep/platform';
import type { Term } from './frame.js';

/**
 * The moments up to which each rule removes: the beginning of today in the site's time zone, less the term. Calendar arithmetic is
 * PostgreSQL's: a month or year that lacks the day ends on its last one, which keeps longer and never shorter (29 February), and a
 * day of 23 or 25 hours is one day.
 */
export async function termsAt(
  database: Database,
  rules: readonly http.RetentionRule[],
  now: Date,
  timeZone: string,
): Promise<readonly Term[]> {
  if (rules.length === 0) return [];
  const rows = await database.rows<{ before: Date }>(
    `select (date_trunc('day', $1::timestamptz at time zone $2) - (r.amount || ' ' || r.unit)::interval) at time zone $2 as before
     from unnest($3::int[], $4::text[]) with ordinality r (amount, unit, n) order by r.n`,
    [now, timeZone, rules.map(({ amount }) => amount), rules.map(({ unit }) => unit)],
  );
  return rules.map((rule, at) => {
    const before = rows[at]?.before ?? new Date(0);
    return { class: rule.class, channel: rule.channel, queueId: rule.queueId, before };
  });
}
