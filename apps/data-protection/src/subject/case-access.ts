import { Inject, Injectable } from '@nestjs/common';
import type { AuditAct, DatabaseName } from '@voxkeep/contracts';
import { Access, type AuditedAccess } from '@voxkeep/personal-data';
import { SevenDatabases } from '../seven-databases.js';

/** An access that is about to be put on record. `under` is the case, or the reference of a search before there is one. */
export interface StatedAccess {
  readonly action: AuditAct;
  readonly by: string;
  readonly purpose: string;
  readonly under: { readonly kind: 'case' | 'search'; readonly id: string };
  /** Random id of the person or contact point. */
  readonly subject?: string;
}

/** Puts accesses on record where the values come from, before anything is opened (04 g). */
@Injectable()
export class CaseAccess {
  constructor(@Inject(SevenDatabases) private readonly databases: SevenDatabases) {}

  /** Commits the audit entry in this database; nothing can be opened without what it answers. */
  record(database: DatabaseName, stated: StatedAccess, count: number, columns: readonly string[] = []): Promise<AuditedAccess> {
    const { action, by, purpose, under, subject } = stated;
    const access = Access.by({ actorId: by, kind: 'user' }, { code: purpose }, { caseId: under.id });
    return this.databases.of(database).recordAccess(access, {
      action,
      actor: by,
      object: under,
      purpose,
      count,
      columns,
      ...(subject !== undefined && { subject }),
    });
  }
}
