import { Inject, Injectable } from '@nestjs/common';
import type { AuditAct } from '@voxkeep/contracts';
import { ContactPoints, type ContactPointKind } from '@voxkeep/directory';
import { KEYRING, type KeyringClient } from '@voxkeep/keyring';
import type { AuditedAccess, Purpose } from '@voxkeep/personal-data';
import { Database, databaseToken, newId, settings, type SignedIn } from '@voxkeep/platform';
import { emailPoint, indexTerm, nobodysPoint, phonePoint } from './terms.js';

/** What was typed to find somebody. */
export type Searched = Readonly<Partial<Record<ContactPointKind, string>>>;

/**
 * Finds contact points by what somebody typed. Whether the value is readable, known or neither, the same steps are taken: an
 * audit entry, one keyring call, one statement, and an id to go on with.
 */
@Injectable()
export class PointLookup {
  constructor(
    @Inject(databaseToken('directory')) private readonly directory: Database,
    @Inject(ContactPoints) private readonly points: ContactPoints,
    @Inject(KEYRING) private readonly keyring: KeyringClient,
  ) {}

  /** The ids that were found; when there is none, a random id that matches nothing. */
  async find(searched: Searched, by: SignedIn, purpose: Purpose, action: AuditAct): Promise<readonly string[]> {
    const audited = await this.record(by, purpose, action);
    const terms = [
      ...(searched.phone === undefined ? [] : [known('phone', phonePoint(searched.phone, settings().site.region))]),
      ...(searched.email === undefined ? [] : [known('email', emailPoint(searched.email))]),
    ];
    const found = await this.points.findByIndex(await this.keyring.index(audited, terms.map(indexTerm)));
    return found.length > 0 ? found.map(({ id }) => id) : [newId()];
  }

  private record(by: SignedIn, purpose: Purpose, action: AuditAct): Promise<AuditedAccess> {
    return this.directory.recordAccess(by.access(purpose), {
      action,
      actor: by.userId,
      purpose: purpose.code,
      columns: ['value_index'],
      count: 1,
    });
  }
}

function known(kind: ContactPointKind, read: ReturnType<typeof phonePoint>): Exclude<typeof read, { refused: string }> {
  return 'refused' in read ? nobodysPoint(kind) : read;
}
