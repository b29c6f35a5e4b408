import { Inject, Injectable } from '@nestjs/common';
import { ContactPoints, directorySealed, type ContactPointKind } from '@voxkeep/directory';
import { Seals } from '@voxkeep/keyring';
import { maskPhone, type AuditedAccess } from '@voxkeep/personal-data';

/** Opens numbers and addresses of the directory by their ids. */
@Injectable()
export class PointValues {
  constructor(
    @Inject(ContactPoints) private readonly points: ContactPoints,
    @Inject(Seals) private readonly seals: Seals,
  ) {}

  /** Values by id, masked unless `inFull`: one statement and one keyring call. What is destroyed is absent. */
  async of(ids: readonly string[], audited: AuditedAccess, inFull = false): Promise<ReadonlyMap<string, string>> {
    const values = new Map<string, string>();
    if (ids.length === 0) return values;
    const points = await this.points.find([...new Set(ids)]);
    const opened = await this.seals.open(audited, directorySealed.contactPoint, points, ['value']);
    for (const { id, kind } of points) {
      const value = opened.get(id)?.value;
      if (value === undefined || value === 'key-destroyed') continue;
      const read = value.reveal(audited);
      values.set(id, inFull ? read : mask(kind, read));
    }
    return values;
  }
}

/** `a…@example.com`; a number keeps its last two digits. */
function mask(kind: ContactPointKind, value: string): string {
  return kind === 'phone' ? maskPhone(value) : value.replace(/^(.).*@/, '$1…@');
}
