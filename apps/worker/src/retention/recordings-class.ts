import { Inject, Injectable } from '@nestjs/common';
import { domainEvent } from '@voxkeep/contracts';
import { Database, VaultStore, databaseToken, type Transaction } from '@voxkeep/platform';
import { Databases } from '../databases.js';
import { contactTables, type ContactTables } from './contact-tables.js';
import { noStep, termsOf, type Frame, type Measure, type Progress, type RetentionClass } from './frame.js';
import type { Holding } from './holding.js';
import { Params, cutoffSql, holdSql } from './judgement.js';
import { measureRows } from './measure.js';
import { removeInParts } from './remove-in-parts.js';

const batchSize = 100;
const lowestId = '00000000-0000-0000-0000-000000000000';
const lockContacts = `select pg_advisory_xact_lock(hashtextextended(id, 0)) from (select distinct unnest($1::text[]) as id order by 1) as c`;

interface Due {
  readonly id: string;
  readonly contactId: string;
}

/**
 * Recordings with a term of their own, shorter than that of their contact. The audio goes, the contact says that it was removed.
 * Without such a rule a recording goes with its contact and not before (R42). Its keys stay: the contact's own values need them.
 */
@Injectable()
export class RecordingsClass implements RetentionClass {
  readonly name = 'recording';

  constructor(
    @Inject(Databases) private readonly databases: Databases,
    @Inject(databaseToken('operative')) private readonly operative: Database,
    @Inject(VaultStore) private readonly vault: VaultStore,
  ) {}

  async measure(frame: Frame): Promise<readonly Measure[]> {
    const holding = await frame.holding();
    const measures: Measure[] = [];
    for (const tables of this.tables()) {
      const params = new Params();
      const files = `select count(*) as files, coalesce(sum(s.octets), 0) as octets from ${tables.segment} s
        where s.state <> 'removed' and s.recording_id in (select id from gone)`;
      measures.push(await measureRows(tables.database, this.name, judge(tables, frame, holding, params), params, files));
    }
    return measures;
  }

  async remove(frame: Frame, progress: Progress): Promise<void> {
    if (termsOf(frame, this.name).length === 0) return;
    for (const tables of this.tables()) {
      let failed = 0;
      for (let after = lowestId; ;) {
        const found = await this.find(tables, frame, after);
        if (found.length === 0) break;
        const parts = await removeInParts(this.name, found, (some) => this.removeBatch(tables, frame, some));
        failed += parts.failed;
        const sum = (of: 'removed' | 'files' | 'octets') => parts.done.reduce((total, part) => total + part[of], 0);
        const done = { removed: sum('removed'), files: sum('files'), octets: sum('octets') };
        await progress.add({ ...noStep(this.name, tables.database.name), ...done, failed });
        after = found.at(-1)?.id ?? '';
      }
    }
  }

  private tables(): readonly ContactTables[] {
    return [contactTables(this.databases.of('operative')), contactTables(this.databases.of('history'))];
  }

  private async find(tables: ContactTables, frame: Frame, after: string): Promise<readonly Due[]> {
    const params = new Params();
    const judged = judge(tables, frame, await frame.holding(), params);
    return tables.database.rows<Due>(
      `select id, contact_id as "contactId" from (${judged}) j where start < before and hold is null and id > ${params.of(after)}::uuid
       order by id limit ${String(batchSize)}`,
      params.values,
    );
  }

  private removeBatch(tables: ContactTables, frame: Frame, found: readonly Due[]) {
    return frame.guarded((holding) =>
      this.operative.transaction((lock) => this.removeLocked(tables, frame, holding, found, lock)),
    );
  }

  private async removeLocked(tables: ContactTables, frame: Frame, holding: Holding, found: readonly Due[], lock: Transaction) {
    await lock.rows(lockContacts, [found.map(({ contactId }) => contactId)]);
    const still = await stillDue(tables, frame, holding, found);
    const files = await tables.database.rows<{ fileId: string; octets: number }>(
      `select file_id as "fileId", octets::float8 as octets from ${tables.segment}
         where recording_id = any($1::uuid[]) and state <> 'removed'`,
      [still.map(({ id }) => id)],
    );
    const removed = [];
    for (const file of files) if (await this.vault.remove(file.fileId)) removed.push(file.octets);
    if (tables.database.name === 'operative') await markRemoved(tables, lock, still);
    else await tables.database.transaction((t) => markRemoved(tables, t, still));
    return { removed: still.length, files: removed.length, octets: removed.reduce((sum, octets) => sum + octets, 0) };
  }
}

function stillDue(tables: ContactTables, frame: Frame, holding: Holding, found: readonly Due[]): Promise<readonly Due[]> {
  const params = new Params();
  const ids = found.map(({ id }) => id);
  return tables.database.rows<Due>(
    `select id, contact_id as "contactId" from (${judge(tables, frame, holding, params)}) j
     where start < before and hold is null and id = any(${params.of(ids)}::uuid[])`,
    params.values,
  );
}

function judge(tables: ContactTables, frame: Frame, holding: Holding, params: Params): string {
  const anyUser = `exists (select from ${tables.party} p where p.contact_id = c.id and p.user_id = h.key)`;
  const by = { contact: 'c.id', queue: 'c.queue_id', point: 'c.customer_point_id', anyUser, at: 'c.opened_at' };
  return `select r.id, r.contact_id, r.ended_at as start, ${cutoffSql(params, termsOf(frame, 'recording'), 'c')} as before,
      ${holdSql(params, holding, by)} as hold
    from ${tables.recording} r join ${tables.contact} c on c.id = r.contact_id
    where r.state not in ('removed', 'recording', 'paused')`;
}

async function markRemoved({ recording, segment }: ContactTables, t: Transaction, gone: readonly Due[]): Promise<void> {
  const ids = gone.map(({ id }) => id);
  const contacts = gone.map(({ contactId }) => contactId);
  await t.rows(`update ${segment} set state = 'removed' where contact_id = any($1::uuid[]) and recording_id = any($2::uuid[])`, [
    contacts,
    ids,
  ]);
  await t.rows(`update ${recording} set state = 'removed' where contact_id = any($1::uuid[]) and id = any($2::uuid[])`, [
    contacts,
    ids,
  ]);
  const at = new Date().toISOString();
  await t.append(
    ...gone.map(({ id, contactId }) => domainEvent('recording.removed.v1', { contactId, recordingId: id, at, caseId: null })),
  );
}
