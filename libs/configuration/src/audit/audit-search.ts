import type { AuditRow, Database } from '@voxkeep/platform';
import { leafColumns, type LeafRow } from './log-scan.js';

/** An event of the log as the viewer shows it; `seq` is its place. */
export interface AuditEvent extends Omit<AuditRow, 'id' | 'txid'> {
  readonly seq: number;
  readonly source: string;
  readonly leafHash: Buffer;
}

/** What to look for. */
export interface AuditFilters {
  readonly actor?: string;
  readonly action?: string;
  /** Random id of the person, contact point or contact concerned. */
  readonly subject?: string;
  readonly objectKind?: string;
  readonly objectId?: string;
  readonly purpose?: string;
  /** Name of the database in which it was done. */
  readonly source?: string;
  readonly from?: Date;
  readonly to?: Date;
}

/** `before` is the `seq` of the last event of the page before. Newest first. */
export interface AuditQuery extends AuditFilters {
  readonly before?: number;
  readonly limit?: number;
}

const columns: Readonly<Record<keyof AuditFilters, string>> = {
  actor: 'actor =',
  action: 'action =',
  subject: 'subject_ref =',
  objectKind: 'object_kind =',
  objectId: 'object_id =',
  purpose: 'purpose =',
  source: 'source =',
  from: 'at >=',
  to: 'at <',
};

/** Read-only questions to the log, for the viewer; names stay sealed, everything here is ids, codes and times. */
export class AuditSearch {
  constructor(private readonly database: Database) {}

  /** A page of events, 50 unless told and at most 500. */
  async page({ before, limit = 50, ...filters }: AuditQuery): Promise<readonly AuditEvent[]> {
    const { where, params } = conditions(filters, before);
    const rows = await this.database.rows<LeafRow>(
      `select ${leafColumns} from audit.leaf ${where} order by seq desc limit $${String(params.length + 1)}`,
      [...params, Math.min(limit, 500)],
    );
    return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
  }

  /** How many events there are, counted no further than one beyond `most`. */
  async count(filters: AuditFilters, most: number): Promise<number> {
    const { where, params } = conditions(filters);
    const [row] = await this.database.rows<{ n: number }>(
      `select count(*)::int as n from (select 1 from audit.leaf ${where} limit $${String(params.length + 1)}) as l`,
      [...params, most + 1],
    );
    return row?.n ?? 0;
  }

  /** Every event that was there when it began, newest first, a page at a time. */
  async *pages(filters: AuditFilters, size = 500): AsyncGenerator<readonly AuditEvent[]> {
    for (let before: number | undefined; ;) {
      const page = await this.page({ ...filters, limit: size, ...(before !== undefined && { before }) });
      if (page.length > 0) yield page;
      if (page.length < size) return;
      before = page.at(-1)?.seq;
    }
  }

  /** The codes that occur in the log, to choose from; looked up by skipping through their indexes. */
  async vocabulary(): Promise<{ readonly actions: readonly string[]; readonly objectKinds: readonly string[] }> {
    const [actions, objectKinds] = await Promise.all([this.distinct('action'), this.distinct('object_kind')]);
    return { actions, objectKinds };
  }

  private async distinct(column: 'action' | 'object_kind'): Promise<readonly string[]> {
    const indexed = column === 'object_kind' ? 'object_id is not null and' : '';
    const rows = await this.database.rows<{ value: string }>(
      `with recursive seen (value) as (
         (select ${column} from audit.leaf where ${indexed} ${column} is not null order by ${column} limit 1)
         union all
         select (select ${column} from audit.leaf where ${indexed} ${column} > seen.value order by ${column} limit 1) from seen where seen.value is not null
       ) select value from seen where value is not null`,
    );
    return rows.map(({ value }) => value);
  }
}

function conditions(filters: AuditFilters, before?: number): { readonly where: string; readonly params: readonly unknown[] } {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined);
  const tests = given.map(([name], at) => `${columns[name as keyof AuditFilters]} $${String(at + 1)}`);
  const params = given.map(([, value]): unknown => value);
  if (before !== undefined) {
    params.push(before);
    tests.push(`seq < $${String(params.length)}`);
  }
  return { where: tests.length === 0 ? '' : `where ${tests.join(' and ')}`, params };
}
