import type { Database } from '@voxkeep/platform';
import type { Measure } from './frame.js';
import type { Params } from './judgement.js';

interface Year {
  readonly year: number | null;
  readonly total: number;
  readonly due: number;
  readonly held: number;
  readonly without_start: number;
  readonly without_term: number;
  readonly oldest: string | null;
  readonly newest: string | null;
}
interface Measured {
  readonly years: readonly Year[] | null;
  readonly holds: Measure['holds'] | null;
  readonly samples: readonly { readonly id: string; readonly at: string | null }[] | null;
  readonly files: { readonly files: number; readonly octets: number } | null;
}

const samplesShown = 5;

/**
 * Counts what `judged` yields: rows with `id`, `start`, `before` and `hold`. Due is what started before its cutoff and is not held;
 * a row without start or without cutoff is never due. `files` may add a select of `files` and `octets` over the due rows (`gone`).
 */
export async function measureRows(
  database: Database,
  name: string,
  judged: string,
  params: Params,
  files?: string,
): Promise<Measure> {
  const [found] = await database.rows<Measured>(
    `with judged as materialized (${judged}),
     gone as (select * from judged where start < before and hold is null)
     select
       (select jsonb_agg(to_jsonb(y)) from (
          select extract(year from start)::int as year, count(*) as total,
            count(*) filter (where start < before and hold is null) as due,
            count(*) filter (where start < before and hold is not null) as held,
            count(*) filter (where start is null) as without_start,
            count(*) filter (where start is not null and before is null) as without_term,
            min(start) filter (where start < before and hold is null) as oldest,
            max(start) filter (where start < before and hold is null) as newest
          from judged group by 1 order by 1) y) as years,
       (select jsonb_agg(jsonb_build_object('hold', hold, 'rows', n)) from (
          select hold, count(*) as n from judged where start < before and hold is not null group by hold order by 2 desc) h) as holds,
       (select jsonb_agg(jsonb_build_object('id', id, 'at', start)) from (
          select id, start from gone order by start, id limit ${String(samplesShown)}) s) as samples,
       ${files === undefined ? 'null' : `(select to_jsonb(f) from (${files}) f)`} as files`,
    params.values,
  );
  return { ...summed(found?.years ?? []), class: name, store: database.name, ...rest(found) };
}

function rest(found: Measured | undefined): Pick<Measure, 'holds' | 'samples' | 'files' | 'octets'> {
  const { holds, samples, files } = found ?? { holds: null, samples: null, files: null };
  return {
    holds: holds ?? [],
    samples: (samples ?? []).map(({ id, at }) => ({ id, at: at === null ? null : new Date(at).toISOString() })),
    files: files?.files ?? 0,
    octets: files?.octets ?? 0,
  };
}

function summed(years: readonly Year[]): Omit<Measure, 'class' | 'store' | 'holds' | 'samples' | 'files' | 'octets'> {
  const sum = (of: (year: Year) => number) => years.reduce((total, year) => total + of(year), 0);
  const moments = (of: (year: Year) => string | null) =>
    years.flatMap((year) => of(year) ?? []).map((at) => new Date(at).toISOString());
  return {
    total: sum(({ total }) => total),
    due: sum(({ due }) => due),
    held: sum(({ held }) => held),
    withoutStart: sum((year) => year.without_start),
    withoutTerm: sum((year) => year.without_term),
    oldest: moments(({ oldest }) => oldest).sort()[0] ?? null,
    newest:
      moments(({ newest }) => newest)
        .sort()
        .at(-1) ?? null,
    ages: years.flatMap(({ year, total, due }) => (year === null ? [] : [{ year, total, due }])),
  };
}
