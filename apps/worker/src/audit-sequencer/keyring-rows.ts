import type { AuditLog, LogState } from '@voxkeep/configuration';
import type { KeyringClient } from '@voxkeep/keyring';
import { diagnostics, type Database, type Transaction } from '@voxkeep/platform';
import { keyringRowsWaiting } from '../events.js';

interface Mark {
  readonly txid: string;
  readonly id: string;
}

const consumer = 'audit-sequencer';
const source = 'keyring.audit';
const batch = 1000;
const pollMs = 1000;

/**
 * Carries the keyring's own audit rows into the one log: its database is open to nobody else, so it is asked over its socket. Rows
 * and cursor are one transaction, the keyring is told after it; each row is in the log once however often the process dies.
 */
export class KeyringRows {
  private stopped = false;
  private failing = false;
  private running: Promise<void> = Promise.resolve();
  private wakeUp: () => void = () => undefined;

  constructor(
    private readonly keyring: KeyringClient,
    private readonly configuration: Database,
    private readonly log: AuditLog,
    private readonly appended: (state: LogState) => void,
  ) {}

  /** Begins; a keyring that cannot be reached now is asked again. */
  start(): void {
    this.running = this.run();
  }

  /** Ends after the batch in hand. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wakeUp();
    await this.running;
  }

  /** Carries one batch; answers how many rows it had. */
  async carry(): Promise<number> {
    let state: LogState | undefined;
    const last = await this.configuration.transaction(async (t) => {
      const at = await lockCursor(t);
      const rows = await this.keyring.auditRows(at, batch);
      if (rows.length > 0) state = await this.log.append(t, 'keyring', rows);
      const end = rows.at(-1);
      if (end)
        await t.rows('update outbox_cursor set txid = $3::xid8, id = $4 where consumer = $1 and source = $2', [
          ...[consumer, source, end.txid, end.id],
        ]);
      return end && { txid: end.txid, id: end.id, moved: rows.length };
    });
    if (!last || !state) return 0;
    this.appended(state);
    await this.keyring.auditAcknowledge({ txid: last.txid, id: last.id });
    return last.moved;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      await this.drain();
      await this.pause();
    }
  }

  private async drain(): Promise<void> {
    try {
      while (!this.stopped && (await this.carry()) > 0);
      this.failing = false;
    } catch (error) {
      // A sealed keyring stays so for hours: told once, not every second.
      if (!this.failing) diagnostics.record(keyringRowsWaiting, { error });
      this.failing = true;
    }
  }

  private async pause(): Promise<void> {
    if (this.stopped) return;
    await new Promise<void>((over) => {
      const timer = setTimeout(over, pollMs);
      this.wakeUp = () => {
        clearTimeout(timer);
        over();
      };
    });
  }
}

async function lockCursor(t: Transaction): Promise<Mark | undefined> {
  await t.rows(`insert into outbox_cursor (consumer, source, txid, id) values ($1, $2, '0', 0) on conflict do nothing`, [
    consumer,
    source,
  ]);
  const [mark] = await t.rows<Mark>('select txid::text, id from outbox_cursor where consumer = $1 and source = $2 for update', [
    consumer,
    source,
  ]);
  return mark?.txid === '0' ? undefined : mark;
}
