import { Inject, Injectable } from '@nestjs/common';
import type { http } from '@voxkeep/contracts';
import { noteAltered, type SealFault } from '@voxkeep/keyring';
import type { AuditedAccess } from '@voxkeep/personal-data';
import { Database, databaseToken, type SignedIn } from '@voxkeep/platform';

/** Puts on record that names and numbers of the directory are read. */
@Injectable()
export class DirectoryAudit {
  constructor(@Inject(databaseToken('directory')) private readonly directory: Database) {}

  /** One entry for `count` persons; the purpose's code goes with it, its text is not kept here. */
  record(by: SignedIn, { code }: http.StatedPurpose, count: number): Promise<AuditedAccess> {
    return this.directory.recordAccess(by.access({ code }), {
      action: 'directory-entry.read',
      actor: by.userId,
      purpose: code,
      columns: ['full_name', 'value'],
      count,
    });
  }

  /** Puts altered values that the read met on record beside it. */
  noteAltered(by: SignedIn, faults: readonly SealFault[]): Promise<void> {
    return noteAltered(this.directory, by.userId, faults);
  }
}
