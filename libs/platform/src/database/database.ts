import type { StoreName } from '@voxkeep/contracts';
import { recordAccess, type Access, type AuditedAccess } from '@voxkeep/personal-data';
import type { ClientBase, Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { Listener } from './listener.js';
import { Transaction, type AuditEntry } from './transaction.js';

/** One of the bounded databases: its data source, its transactions, its notifications. One instance per process. */
export class Database {
  private readonly listeners = new Set<Listener>();

  constructor(
    readonly name: StoreName,
    readonly source: DataSource,
    private readonly directUrl: string,
  ) {}

  /** Runs `work` in one transaction; anything thrown rolls rows, events and audit entries back together. */
  transaction<T>(work: (t: Transaction) => Promise<T>): Promise<T> {
    return this.source.transaction(async (manager) => {
      const client = (await manager.queryRunner?.connect()) as ClientBase;
      return work(new Transaction(manager, client));
    });
  }

  /** Runs one statement outside any transaction. With `prepared` its plan is kept under that name per connection. */
  async rows<R>(sql: string, params: readonly unknown[] = [], prepared?: string): Promise<R[]> {
    const result = await this.pool.query({ text: sql, values: [...params], ...(prepared !== undefined && { name: prepared }) });
    return result.rows as R[];
  }

  /**
   * Listens on a channel over a direct connection that reconnects by itself. `onResumed` is called after a reconnect, since
   * notifications of the meantime are lost. Returns the function that stops listening.
   */
  async listen(
    channel: string,
    onNotify: (payload: string) => void,
    onResumed: () => void = () => undefined,
  ): Promise<() => Promise<void>> {
    const listener = new Listener(this.directUrl, channel, onNotify, onResumed);
    await listener.start();
    this.listeners.add(listener);
    return async () => {
      this.listeners.delete(listener);
      await listener.stop();
    };
  }

  /**
   * Commits the audit entry of a read and only then hands out the proof that opening sealed values demands (04 g).
   * Throws, and nothing is opened, when the entry cannot be written.
   */
  recordAccess(access: Access, entry: AuditEntry): Promise<AuditedAccess> {
    return recordAccess(access, () => this.transaction((t) => t.audit(entry)));
  }

  /** Stops listening and closes every connection. Safe to call twice. */
  async close(): Promise<void> {
    await Promise.all([...this.listeners].map((listener) => listener.stop()));
    this.listeners.clear();
    if (this.source.isInitialized) await this.source.destroy();
  }

  private get pool(): Pool {
    return (this.source.driver as unknown as { master: Pool }).master;
  }
}
