import { Inject, Injectable } from '@nestjs/common';
import type { DatabaseName } from '@voxkeep/contracts';
import { LiveContacts } from '@voxkeep/monitoring';
import { ConsentExpiry, ContactPartitions } from '@voxkeep/operative';
import { diagnostics, trimOutbox, type Database } from '@voxkeep/platform';
import { AnalyticsReferences } from '@voxkeep/reporting';
import { byWorker } from '../by.js';
import { Databases } from '../databases.js';
import { outboxUntrimmed } from '../events.js';

const hour = 3_600_000;
const keptForHours = 7 * 24;
/** The month of today and the next three. */
const monthsAhead = 4;
const unread = 'select 1 from outbox o where (o.txid, o.id) > ($1::xid8, $2::bigint) and o.at < $3 limit 1';

/** Keeps tables from running out of room and from growing for ever. */
@Injectable()
export class Housekeeping {
  constructor(
    @Inject(Databases) private readonly databases: Databases,
    @Inject(ContactPartitions) private readonly partitions: ContactPartitions,
    @Inject(LiveContacts) private readonly live: LiveContacts,
    @Inject(AnalyticsReferences) private readonly references: AnalyticsReferences,
    @Inject(ConsentExpiry) private readonly consents: ConsentExpiry,
  ) {}

  /** Makes the partitions of this month and the next three; answers how many tables were made. */
  makePartitions(now: Date): Promise<number> {
    return this.partitions.ensure(now, monthsAhead);
  }

  /** Gives analytics other references for people when a quarter begins. */
  turnReferences(now: Date): Promise<boolean> {
    return this.references.turn(now);
  }

  /** Writes down the end of consents whose term is over. */
  async expireConsents(now: Date): Promise<number> {
    let ended = 0;
    for (;;) {
      const batch = await this.consents.expire(now, byWorker);
      ended += batch;
      if (batch < 500) return ended;
    }
  }

  /** Forgets contacts of the live view that ended an hour ago, and those of which nothing was heard for a day. */
  clearLive(now: Date): Promise<number> {
    return this.live.clearStale({
      closedBefore: new Date(now.getTime() - hour),
      openedBefore: new Date(now.getTime() - 24 * hour),
    });
  }

  /** Removes events older than a week, except from an outbox that a consumer has not read so far. One that fails is told and left to the next round. */
  async trimOutboxes(now: Date): Promise<number> {
    const before = new Date(now.getTime() - keptForHours * hour);
    let removed = 0;
    for (const database of this.databases.all()) {
      try {
        removed += await this.trimOne(database, before);
      } catch (error) {
        diagnostics.record(outboxUntrimmed, { database: database.name as DatabaseName, error });
      }
    }
    return removed;
  }

  private async trimOne(database: Database, before: Date): Promise<number> {
    return (await this.isReadUntil(database, before)) ? trimOutbox(database, before) : 0;
  }

  private async isReadUntil(source: Database, before: Date): Promise<boolean> {
    const cursors = await Promise.all(this.databases.all().map((target) => cursorsOn(target, source.name as DatabaseName)));
    for (const { txid, id } of cursors.flat()) if ((await source.rows(unread, [txid, id, before])).length > 0) return false;
    return true;
  }
}

function cursorsOn(target: Database, source: DatabaseName): Promise<readonly { readonly txid: string; readonly id: string }[]> {
  return target.rows('select txid::text, id from outbox_cursor where source = $1', [source]);
}
