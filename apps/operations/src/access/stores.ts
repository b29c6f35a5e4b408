import { Inject, Injectable } from '@nestjs/common';
import type { AuditedAccess, Purpose, Under } from '@voxkeep/personal-data';
import { Database, databaseToken, type AuditEntry, type SignedIn } from '@voxkeep/platform';

/** Where a contact lies: with the running ones, or archived. */
export type ContactStore = 'operative' | 'history';

/** What a reader says of a read besides who and why. */
export type ReadEntry = Omit<AuditEntry, 'actor' | 'purpose'>;

/** The databases that hold contacts, to put a read on record in the one that the row came from. */
@Injectable()
export class Stores {
  constructor(
    @Inject(databaseToken('operative')) private readonly operative: Database,
    @Inject(databaseToken('history')) private readonly history: Database,
  ) {}

  /** Commits the audit entry of a read; throws, and nothing is opened, when it cannot be written. */
  record(store: ContactStore, by: SignedIn, purpose: Purpose, entry: ReadEntry, under: Under = {}): Promise<AuditedAccess> {
    const database = store === 'operative' ? this.operative : this.history;
    return database.recordAccess(by.access(purpose, under), { ...entry, actor: by.userId, purpose: purpose.code });
  }
}
