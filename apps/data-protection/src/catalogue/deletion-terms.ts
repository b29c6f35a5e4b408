import type { Database } from '@voxkeep/platform';
import type { DeletionTerms } from '../report/ports.js';

const longestTerms = `
  select class, max((timestamp '2001-01-01' + make_interval(
      days => case unit when 'day' then amount else 0 end,
      months => case unit when 'month' then amount when 'year' then amount * 12 else 0 end))::date - date '2001-01-01') as days
    from retention_rule group by class`;

/** The terms of the site's retention rules in days; of rules by channel or queue the longest counts, so that nothing is promised too early. */
export class RuledTerms implements DeletionTerms {
  constructor(private readonly configuration: Database) {}

  async all(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.configuration.rows<{ class: string; days: number }>(longestTerms);
    return new Map(rows.map(({ class: name, days }) => [name, days]));
  }
}
