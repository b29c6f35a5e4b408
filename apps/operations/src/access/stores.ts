import { Inject, Injectable } from '@nestjs/common';
import { noteAltered, type SealFault } from '@voxkeep/keyring';
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
    return this.at(store).recordAccess(by.access(purpose, under), { ...entry, actor: by.userId, purpose: purpose.code });
  }

  /** Puts altered values that the read met on record beside it. */
  noteAltered(store: ContactStore, by: SignedIn, faults: readonly SealFault[]): Promise<void> {
    return noteAltered(this.at(store), by.userId, faults);
  }

  private at(store: ContactStore): Database {
    return store === 'operative' ? this.operative : this.history;
  }
}
