import { randomBytes } from 'node:crypto';
import type { Database } from '@voxkeep/platform';

/** The references under which analytics know persons: others every quarter. */
export class AnalyticsReferences {
  constructor(private readonly reporting: Database) {}

  /** Begins the quarter's references if it has none, and destroys the secret of the one before. Answers whether it did. */
  async turn(now: Date): Promise<boolean> {
    const quarter = `${now.getUTCFullYear()}-${String(now.getUTCMonth() - (now.getUTCMonth() % 3) + 1).padStart(2, '0')}-01`;
    const begun = await this.reporting.rows(
      `insert into analytics.quarter_key (quarter, secret) values ($1, $2) on conflict do nothing returning quarter`,
      [quarter, randomBytes(32)],
    );
    await this.reporting.rows('delete from analytics.quarter_key where quarter < $1', [quarter]);
    return begun.length > 0;
  }
}
