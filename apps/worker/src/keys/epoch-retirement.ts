import { Inject, Injectable } from '@nestjs/common';
import { KEYRING, type KeyringClient, type RetiringKey } from '@voxkeep/keyring';
import type { OwnerClass } from '@voxkeep/personal-data';
import { Databases } from '../databases.js';
import { SealedRows } from './sealed-rows.js';
import { sealedTables } from './sealed-tables.js';

const batch = 500;

/** Where contacts and their recordings stand, before and after they were archived. */
const contactTables = {
  operative: { contact: 'contact', segment: 'recording_segment' },
  history: { contact: 'closed_contact', segment: 'closed_recording_segment' },
} as const;

/** Owners of recordings: a file in the vault is never sealed anew, it keeps the key of its making. */
const inRecordings = (segment: string): string =>
  `select distinct owner::text as id from ${segment} where owner = any($1::uuid[])`;
const contactsOf = (contact: string): string => `
  select id::text as id, owner::text from ${contact}, unnest(array[customer_owner, agent_owner]) as owner
   where customer_owner = any($1::uuid[]) or agent_owner = any($1::uuid[])`;
const inAuditDetails = `
  select distinct id from audit.leaf, unnest(array[object_id, subject_ref]) as id
   where sealed_detail is not null and (object_id = any($1::text[]) or subject_ref = any($1::text[]))`;

/** Has keys of older epochs destroyed when nothing is sealed under them any more. */
@Injectable()
export class EpochRetirement {
  constructor(
    @Inject(Databases) private readonly databases: Databases,
    @Inject(KEYRING) private readonly keyring: KeyringClient,
  ) {}

  /** Goes through the older keys once; answers how many are gone. */
  async retire(): Promise<number> {
    let gone = 0;
    for (let after: RetiringKey | undefined; ;) {
      const keys = await this.keyring.retiring(after, batch);
      if (keys.length === 0) return gone;
      for (const ownerClass of new Set(keys.map((key) => key.ownerClass))) {
        const unused = await this.unused(
          ownerClass,
          keys.filter((key) => key.ownerClass === ownerClass),
        );
        if (unused.length > 0) gone += await this.keyring.retireEpochs(unused);
      }
      after = keys.at(-1);
    }
  }

  private async unused(ownerClass: OwnerClass, keys: readonly RetiringKey[]): Promise<readonly RetiringKey[]> {
    const owners = keys.map(({ ownerId }) => ownerId);
    const used = new Set<string>();
    for (const table of sealedTables(ownerClass)) {
      for (const column of table.columns) {
        const rows = new SealedRows(this.databases.of(table.database), table, column);
        for (const { ownerId, epoch } of await rows.epochsOf(owners)) used.add(`${ownerId}:${epoch}`);
      }
    }
    const kept = await this.keptWhole(owners);
    return keys.filter(({ ownerId, epoch }) => !kept.has(ownerId) && !used.has(`${ownerId}:${epoch}`));
  }

  /** Owners of recordings, and those under whose key the log holds a sealed detail: neither can be sealed anew. */
  private async keptWhole(owners: readonly string[]): Promise<ReadonlySet<string>> {
    const kept = new Set<string>();
    const ownersOf = new Map(owners.map((owner) => [owner, [owner]]));
    for (const name of ['operative', 'history'] as const) {
      const database = this.databases.of(name);
      const { contact, segment } = contactTables[name];
      for (const { id } of await database.rows<{ id: string }>(inRecordings(segment), [owners])) kept.add(id);
      for (const { id, owner } of await database.rows<{ id: string; owner: string | null }>(contactsOf(contact), [owners]))
        if (owner !== null) ownersOf.set(id, [...(ownersOf.get(id) ?? []), owner]);
    }
    const configuration = this.databases.of('configuration');
    for (const { id } of await configuration.rows<{ id: string }>(inAuditDetails, [[...ownersOf.keys()]]))
      for (const owner of ownersOf.get(id) ?? []) kept.add(owner);
    return kept;
  }
}
