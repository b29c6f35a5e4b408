import { Inject, Injectable } from '@nestjs/common';
import { decideFate, distinctOwners, type KeyOwner } from '@voxkeep/personal-data';
import { Database, VaultStore, databaseToken, type Transaction } from '@voxkeep/platform';
import { judgeContacts, ownersOfContacts, type Among, type ContactTables } from './contact-tables.js';
import type { Frame } from './frame.js';
import type { Holding } from './holding.js';
import { Params } from './judgement.js';
import { Keys, type RunKeys } from './keys.js';

/** A contact as it was judged under its lock. */
interface Judged {
  readonly id: string;
  readonly start: Date | null;
  readonly before: Date | null;
  readonly hold: string | null;
}

/** A stretch of contacts, judged without locks. */
export interface Found {
  readonly seen: number;
  readonly last: string;
  readonly all: readonly string[];
  readonly due: readonly string[];
  readonly held: number;
}

/** What one batch came to. `gone` are contacts of which files and keys are gone, `kept` those that stay. */
export interface Batch {
  readonly seen: number;
  readonly last: string;
  readonly gone: readonly string[];
  readonly kept: readonly string[];
  readonly held: number;
  readonly files: number;
  readonly octets: number;
  readonly keys: number;
}

/** The same lock per contact that archive, attribution and erasure take; it always stands in the operative database. */
const lockContacts = `select pg_advisory_xact_lock(hashtextextended(id, 0)) from (select unnest($1::text[]) as id order by 1) as c`;

/** Takes contacts out: keys, then files, then rows, so that an interruption leaves rows that lead to what is left. */
@Injectable()
export class ContactRemoval {
  constructor(
    @Inject(databaseToken('operative')) private readonly operative: Database,
    @Inject(VaultStore) private readonly vault: VaultStore,
    @Inject(Keys) private readonly keys: Keys,
  ) {}

  /** The ids of a stretch of contacts that are due, and where the stretch ends. Judged again under the lock by {@link remove}. */
  async find(tables: ContactTables, frame: Frame, among: Among): Promise<Found> {
    const judged = await judge(tables.database, tables, frame, await frame.holding(), among);
    const due = judged.filter((one) => isDue(one, frame.now)).map(({ id }) => id);
    const held = judged.filter((one) => isPast(one) && !isDue(one, frame.now)).length;
    return { seen: judged.length, last: judged.at(-1)?.id ?? '', due, held, all: judged.map(({ id }) => id) };
  }

  /**
   * Removes what is still due of these contacts. With `rows` false the contacts' rows stay for {@link MonthDrop}, and everything
   * that does not stand in their month goes already.
   */
  remove(tables: ContactTables, frame: Frame, ids: readonly string[], run: RunKeys, rows: boolean): Promise<Batch> {
    return frame.guarded((holding) =>
      this.operative.transaction((lock) => this.removeLocked(tables, frame, holding, { ids, run, rows }, lock)),
    );
  }

  private async removeLocked(
    tables: ContactTables,
    frame: Frame,
    holding: Holding,
    { ids, run, rows }: { readonly ids: readonly string[]; readonly run: RunKeys; readonly rows: boolean },
    lock: Transaction,
  ): Promise<Batch> {
    await lock.rows(lockContacts, [ids]);
    const on = tables.database.name === 'operative' ? lock : tables.database;
    const judged = await judge(on, tables, frame, holding, { ids });
    const due = judged.filter((one) => isDue(one, frame.now)).map(({ id }) => id);
    const owners = await on.rows<KeyOwner & { readonly contactId: string }>(ownersOfContacts(tables), [due]);
    const retired = await this.keys.retire(run, distinctOwners(owners));
    const held = new Set(owners.flatMap(({ contactId, ownerId }) => (retired.held.has(ownerId) ? [contactId] : [])));
    const gone = due.filter((id) => !held.has(id));
    const { files, octets } = await this.removeFiles(tables, gone);
    if (rows) await removeRows(tables, lock, gone);
    await removeElsewhere(lock, gone);
    const kept = judged.filter(({ id }) => !gone.includes(id)).map(({ id }) => id);
    const staying = judged.filter((one) => isPast(one) && !gone.includes(one.id)).length;
    return { seen: ids.length, last: ids.at(-1) ?? '', gone, kept, held: staying, files, octets, keys: retired.destroyed };
  }

  private async removeFiles(tables: ContactTables, ids: readonly string[]): Promise<{ files: number; octets: number }> {
    const found = await tables.database.rows<{ fileId: string; octets: number }>(
      `select file_id as "fileId", octets::float8 as octets from ${tables.segment} where contact_id = any($1::uuid[])`,
      [ids],
    );
    let [files, octets] = [0, 0];
    for (const file of found) {
      if (!(await this.vault.remove(file.fileId))) continue;
      files += 1;
      octets += file.octets;
    }
    return { files, octets };
  }
}

function judge(
  on: Pick<Database, 'rows'>,
  tables: ContactTables,
  frame: Frame,
  holding: Holding,
  among: Among,
): Promise<readonly Judged[]> {
  const params = new Params();
  return on.rows<Judged>(judgeContacts(tables, frame, holding, params, among), params.values);
}

function isPast({ start, before }: Judged): boolean {
  return start !== null && before !== null && start < before;
}

/** Decided by the rule that erasure decides by: hold over law over request over period (04 e). */
function isDue(one: Judged, now: Date): boolean {
  const { start, before, hold } = one;
  // Ends now at the latest when the start lies before the cutoff; without start or term it never ends.
  const ends = start === null || before === null ? null : new Date(now.getTime() + start.getTime() - before.getTime());
  const holds = hold === null ? [] : [{ number: hold }];
  return isPast(one) && decideFate({ holds, statutory: null, erasure: false, classPeriod: { ends } }, now).fate === 'erased';
}

async function removeRows(tables: ContactTables, lock: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const removeFrom = async (t: Transaction) => {
    for (const table of tables.children) await t.rows(`delete from ${table} where contact_id = any($1::uuid[])`, [ids]);
    await t.rows(`delete from ${tables.contact} where id = any($1::uuid[])`, [ids]);
  };
  await (tables.database.name === 'operative' ? removeFrom(lock) : tables.database.transaction(removeFrom));
}

/** What stands in the operative database in any case, in no month's partition. */
async function removeElsewhere(lock: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  for (const table of ['contact_key', 'recorder_command', 'erased_contact'])
    await lock.rows(`delete from ${table} where contact_id = any($1::uuid[])`, [ids]);
}
