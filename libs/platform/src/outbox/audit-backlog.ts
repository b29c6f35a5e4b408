import type { Database } from '../database/database.js';

/** How long the oldest audit row of a database has waited for the log; null where none waits. */
export interface WaitingRows {
  readonly database: string;
  readonly seconds: number | null;
}

interface Mark {
  readonly database: string;
  readonly txid: string;
  readonly id: string;
}

const freshMs = 5000;

/**
 * Whether the audit rows of this process still reach the log (04 g): the oldest one that waits, in each of its databases. Looked at
 * once in five seconds at most, however many requests ask.
 */
export class AuditBacklog {
  private looked: { readonly at: number; readonly waiting: Promise<readonly WaitingRows[]> } | undefined;

  private written: Promise<readonly Database[]> | undefined;

  /** `configuration` tells how far the sequencer has come; of `databases` those count into which this process may write. */
  constructor(
    private readonly configuration: Database,
    private readonly databases: readonly Database[],
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Whether a row has waited for longer than so many minutes. Throws when it cannot be told: nothing is let through then. */
  async isOlderThan(minutes: number): Promise<boolean> {
    return (await this.waiting()).some(({ seconds }) => (seconds ?? 0) > minutes * 60);
  }

  /** What waits, by database; at most five seconds old. */
  async waiting(): Promise<readonly WaitingRows[]> {
    if (!this.looked || this.now() - this.looked.at >= freshMs) {
      const waiting = this.look();
      this.looked = { at: this.now(), waiting };
      // A failure is not kept: the next request looks again.
      waiting.catch(() => {
        this.looked = undefined;
        this.written = undefined;
      });
    }
    return this.looked.waiting;
  }

  private async findWritten(): Promise<readonly Database[]> {
    const may = await Promise.all(this.databases.map(mayWrite));
    return this.databases.filter((_, at) => may[at]);
  }

  private async look(): Promise<readonly WaitingRows[]> {
    const marks = await this.configuration.rows<Mark>('select database, txid::text, id from access.audit_cursor');
    const of = new Map(marks.map((mark) => [mark.database, mark]));
    this.written ??= this.findWritten();
    const written = await this.written;
    return Promise.all(written.map((database) => oldestWaiting(database, of.get(database.name))));
  }
}

/** A process that only reads a database has no audit rows there, and may not see those of others. */
async function mayWrite(database: Database): Promise<boolean> {
  const [held] = await database.rows<{ may: boolean }>(`select has_table_privilege('audit_outbox', 'insert') as may`);
  return held?.may === true;
}

async function oldestWaiting(database: Database, mark: Pick<Mark, 'txid' | 'id'> = { txid: '0', id: '0' }): Promise<WaitingRows> {
  const [row] = await database.rows<{ seconds: number }>(
    `select extract(epoch from now() - o.at)::float8 as seconds from audit_outbox o
     where (o.txid, o.id) > ($1::xid8, $2::bigint) order by o.txid, o.id limit 1`,
    [mark.txid, mark.id],
  );
  return { database: database.name, seconds: row?.seconds ?? null };
}
