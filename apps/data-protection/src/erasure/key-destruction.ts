import { Inject, Injectable } from '@nestjs/common';
import type { CaseView } from '@voxkeep/configuration';
import { VoxkeepError, type AuditAct } from '@voxkeep/contracts';
import { KEYRING, Seals, underCase, type KeyringClient } from '@voxkeep/keyring';
import {
  keyDomains,
  sealedColumns,
  type AuditedAccess,
  type KeyOwner,
  type Row,
  type SubjectTrace,
} from '@voxkeep/personal-data';
import { CaseAccess } from '../subject/case-access.js';
import type { Checks } from './verification.js';

const samplesPerTable = 3;

/** A few sealed values taken aside before their keys die, to show afterwards that nobody can open them. */
export type Samples = readonly { readonly step: SubjectTrace['steps'][number]; readonly rows: readonly Row[] }[];

/** Owners in one request to the keyring. */
const perRequest = 500;

function batchesOf(owners: readonly KeyOwner[]): readonly (readonly KeyOwner[])[] {
  const count = Math.ceil(owners.length / perRequest);
  return Array.from({ length: count }, (_, at) => owners.slice(at * perRequest, (at + 1) * perRequest));
}

/** Destroys the keys of what goes, and tries to open what they had sealed. */
@Injectable()
export class KeyDestruction {
  constructor(
    @Inject(CaseAccess) private readonly access: CaseAccess,
    @Inject(KEYRING) private readonly keyring: KeyringClient,
    @Inject(Seals) private readonly seals: Seals,
  ) {}

  /** Takes samples of ciphertext from the rows whose owners' keys are going to be destroyed. */
  takeSamples(trace: SubjectTrace): Samples {
    const dying = new Set(trace.owners.map(({ ownerId }) => ownerId));
    return trace.steps.flatMap((step) => {
      const columns = step.entity.entityClass === undefined ? [] : sealedColumns(step.entity.entityClass);
      const rows = step.rows.filter((row) => columns.length > 0 && columns.every(({ owner }) => dying.has(String(row[owner]))));
      return rows.length === 0 ? [] : [{ step, rows: rows.slice(0, samplesPerTable) }];
    });
  }

  /** Destroys the keys of these owners. Answers the commitments of all that are destroyed now, also when they were before. */
  async destroy(found: CaseView, owners: readonly KeyOwner[], by: string): Promise<readonly string[]> {
    const audited = underCase(await this.record(found, 'erasure.destroy-keys', owners.length, by));
    const destroyed: string[] = [];
    for (const batch of batchesOf(owners)) {
      // What an earlier run had to keep, and may go now, was restricted then; a restricted key is never destroyed.
      await this.keyring.restrict(audited, batch, false);
      destroyed.push(...(await this.keyring.destroy(audited, batch)).map(({ commitment }) => commitment));
    }
    return destroyed;
  }

  /** Takes the keys of what stays from every service. Answers how many changed. */
  async restrict(found: CaseView, owners: readonly KeyOwner[], by: string): Promise<number> {
    const audited = underCase(await this.record(found, 'erasure.restrict', owners.length, by));
    let changed = 0;
    for (const batch of batchesOf(owners)) changed += (await this.keyring.restrict(audited, batch, true)).length;
    return changed;
  }

  /** Answers how many keys and samples of ciphertext were tried. Throws `erasure.key-left` or `erasure.still-readable` when one can be opened. */
  async demandGone(found: CaseView, owners: readonly KeyOwner[], samples: Samples, by: string): Promise<Checks> {
    const audited = await this.record(found, 'erasure.verify-keys', owners.length, by);
    const wanted = owners.flatMap((owner) => keyDomains.map((domain) => ({ ...owner, domain })));
    const ring = await this.keyring.open(audited, wanted);
    const left = ring.all().length;
    ring.zero();
    if (left > 0) throw new VoxkeepError('erasure.key-left', { keys: left });
    for (const { step, rows } of samples) {
      const entityClass = step.entity.entityClass;
      if (entityClass === undefined) continue;
      const properties = sealedColumns(entityClass).map(({ property }) => property);
      const opened = await this.seals.open(audited, entityClass, rows, properties);
      const readable = [...opened.values()].flatMap((row) => Object.values(row)).some((value) => value !== 'key-destroyed');
      if (readable) throw new VoxkeepError('erasure.still-readable', { table: step.table });
    }
    return [
      { query: 'owner-keys', checked: wanted.length },
      { query: 'ciphertext-samples', checked: samples.reduce((sum, { rows }) => sum + rows.length, 0) },
    ];
  }

  private record(found: CaseView, action: AuditAct, count: number, by: string): Promise<AuditedAccess> {
    const under = { kind: 'case', id: found.id } as const;
    return this.access.record('configuration', { action, by, purpose: 'data-subject-request', under }, count);
  }
}
