import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Cases, type CaseView } from '@voxkeep/configuration';
import { domainEvent, type http } from '@voxkeep/contracts';
import { KEYRING, type KeyringClient } from '@voxkeep/keyring';
import {
  catalogue,
  qualifiedTable,
  sealText,
  sealedColumns,
  type CatalogueEntity,
  type Row,
  type SealContext,
  type SealedColumn,
} from '@voxkeep/personal-data';
import { conflict, notFound } from '@voxkeep/platform';
import type { z } from 'zod';
import { demandMoved } from '../cases/case-desk.js';
import { SevenDatabases } from '../seven-databases.js';
import { CaseAccess } from '../subject/case-access.js';
import { Subjects, soughtBy } from '../subject/subjects.js';

type Body = z.infer<typeof http.rectificationBody>;
interface Place {
  readonly entity: CatalogueEntity;
  readonly sealed: SealedColumn;
  readonly row: Row;
}

/** Indexed values are linked anew instead, so that the index and the value cannot come apart. */
const indexed: ReadonlySet<string> = new Set(['contact_point']);

/** Puts a sealed value of a person right (GDPR Art. 16). The old value stays provable by the hash of its ciphertext, and unreadable. */
@Injectable()
export class Rectifications {
  constructor(
    @Inject(Cases) private readonly cases: Cases,
    @Inject(Subjects) private readonly subjects: Subjects,
    @Inject(SevenDatabases) private readonly databases: SevenDatabases,
    @Inject(CaseAccess) private readonly access: CaseAccess,
    @Inject(KEYRING) private readonly keyring: KeyringClient,
  ) {}

  /** 404 when the record is not this person's, 409 `rectification.not-here` for a value that is linked anew instead. */
  async rectify(found: CaseView, body: Body, by: string): Promise<void> {
    if (found.kind !== 'rectification') throw conflict('case.not-a-rectification');
    const place = await this.#find(found, body);
    const envelope = await this.#seal(found, place, body, by);
    if (found.state !== 'executing') demandMoved(await this.cases.begin(found.id, by));
    await this.#write(found, place, envelope, by);
    const step = { step: 'rectification', database: body.database, affected: 1, result: 'done' };
    await this.cases.note(found.id, step, by);
    demandMoved(await this.cases.move(found.id, 'answered', by));
  }

  async #find(found: CaseView, { database, table, rowId, column }: Body): Promise<Place> {
    const trace = await this.subjects.trace(soughtBy(found));
    const step = trace.steps.find((one) => one.store === database && one.table === table);
    const row = step?.rows.find((one) => one['id'] === rowId);
    const entity = catalogue().entities.find((one) => one.store === database && qualifiedTable(one) === table);
    if (row === undefined || entity?.entityClass === undefined) throw notFound();
    const sealed = sealedColumns(entity.entityClass).find((one) => one.column === column);
    if (sealed === undefined || indexed.has(table)) throw conflict('rectification.not-here');
    return { entity, sealed, row };
  }

  async #seal(found: CaseView, { sealed, row }: Place, { database, value, rowId }: Body, by: string): Promise<Buffer> {
    const { domain, entity, column, ownerClass, owner } = sealed;
    const under = { kind: 'case', id: found.id } as const;
    const stated = { action: 'rectification.seal' as const, by, purpose: 'data-subject-request', under };
    const audited = await this.access.record(database, stated, 1, [`${entity}.${column}`]);
    const ownerId = String(row[owner]);
    const ring = await this.keyring.open(audited, [{ ownerId, ownerClass, domain }]);
    try {
      const epoch = ring.epochOf(ownerId, ownerClass, domain);
      const key = epoch === undefined ? undefined : ring.key(ownerId, ownerClass, domain, epoch);
      if (key === undefined || epoch === undefined) throw conflict('rectification.key-destroyed');
      const context: SealContext = { domain, entity, column, rowId, ownerId, ownerClass, epoch };
      return sealText(key, context, value);
    } finally {
      ring.zero();
    }
  }

  async #write(found: CaseView, { entity, sealed, row }: Place, envelope: Buffer, by: string): Promise<void> {
    const before = row[sealed.column];
    await this.databases.of(entity.store as Body['database']).transaction(async (t) => {
      await t.rows(`update "${entity.schema}"."${entity.table}" set "${sealed.column}" = $2 where id = $1`, [
        row['id'],
        envelope,
      ]);
      if (entity.table === 'person') await t.rows('update person set name_indexes = null where id = $1', [row['id']]);
      // Recipients of the data follow this event (GDPR Art. 19).
      await t.append(domainEvent('case.executed.v1', { caseId: found.id, at: new Date().toISOString() }));
      await t.audit({
        action: 'rectification.change',
        actor: by,
        object: { kind: 'case', id: found.id },
        purpose: 'data-subject-request',
        columns: [`${qualifiedTable(entity)}.${sealed.column}`],
        count: 1,
        ...(Buffer.isBuffer(before) && { detail: createHash('sha256').update(before).digest() }),
      });
    });
  }
}
