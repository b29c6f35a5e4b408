import { Inject, Injectable, Optional, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditLog, type LogState } from '@voxkeep/configuration';
import { KEYRING, type KeyringClient } from '@voxkeep/keyring';
import { OutboxRelay, readAuditOutbox, settings, type Database } from '@voxkeep/platform';
import { Databases } from '../databases.js';
import { Checkpoints } from './checkpoints.js';
import { KeyringRows } from './keyring-rows.js';
import { readSigner } from './signing-key.js';
import { Witness } from './witness.js';

const consumer = 'audit-sequencer';
const batch = 1000;

/**
 * The one writer of the audit log: drains the audit rows of all seven databases and of the keyring into it, a batch per transaction,
 * and has each new state signed. Two of them at once wait for each other at the log's head.
 */
@Injectable()
export class AuditSequencer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** Looks again after this long even when no outbox has told of new rows. */
  pollMs = 500;
  private readonly relays: OutboxRelay[] = [];
  private keyringRows: KeyringRows | undefined;
  private checkpoints: Checkpoints | undefined;

  constructor(
    @Inject(Databases) private readonly databases: Databases,
    @Inject(AuditLog) private readonly log: AuditLog,
    @Optional() @Inject(KEYRING) private readonly keyring?: KeyringClient,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { audit, witness } = settings();
    const checkpoints = new Checkpoints(this.log, readSigner(audit.signingKeyFile), new Witness(witness.directory));
    await checkpoints.open(() => this.state());
    this.checkpoints = checkpoints;
    for (const source of this.databases.all()) {
      const step = () => this.drain(source, checkpoints);
      this.relays.push(new OutboxRelay({ source, consumer, channel: 'audit_outbox', step, pollMs: this.pollMs }));
    }
    for (const relay of this.relays) relay.start();
    this.keyringRows = this.rowsOfKeyring(checkpoints);
    this.keyringRows?.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([...this.relays.map((relay) => relay.stop()), this.keyringRows?.stop() ?? Promise.resolve()]);
    await this.checkpoints?.stop();
  }

  private rowsOfKeyring(checkpoints: Checkpoints): KeyringRows | undefined {
    if (!this.keyring) return undefined;
    return new KeyringRows(this.keyring, this.databases.of('configuration'), this.log, (state) => {
      checkpoints.note(state);
    });
  }

  private async drain(source: Database, checkpoints: Checkpoints): Promise<number> {
    let state: LogState | undefined;
    const moved = await readAuditOutbox(
      source,
      this.databases.of('configuration'),
      consumer,
      async (rows, t) => {
        state = await this.log.append(t, source.name, rows);
      },
      { batch },
    );
    if (state) checkpoints.note(state);
    return moved;
  }

  /** Size and root as they stand; appending nothing reads them from the log's edge. */
  private state(): Promise<LogState> {
    return this.databases.of('configuration').transaction((t) => this.log.append(t, 'configuration', []));
  }
}
