import { Inject, Injectable } from '@nestjs/common';
import type { http } from '@voxkeep/contracts';
import { ContactPoints, directorySealed, type DirectoryEntryRecord } from '@voxkeep/directory';
import { Seals, type OpenedValue } from '@voxkeep/keyring';
import type { AuditedAccess } from '@voxkeep/personal-data';
import type { z } from 'zod';

type Row = z.infer<typeof http.directoryRow>;

/** Opens the persons of a page of entries. */
@Injectable()
export class DirectoryPersons {
  constructor(
    @Inject(ContactPoints) private readonly points: ContactPoints,
    @Inject(Seals) private readonly seals: Seals,
  ) {}

  /** Rows in the order of the entries; an entry whose name cannot be read any more is left out. */
  async open(audited: AuditedAccess, entries: readonly DirectoryEntryRecord[]): Promise<Row[]> {
    const points = await this.points.find(entries.flatMap(({ contactPointIds }) => contactPointIds));
    const phones = points.filter(({ kind }) => kind === 'phone');
    const [names, numbers] = await Promise.all([
      this.seals.open(audited, directorySealed.person, entries.map(personRow), ['fullName']),
      this.seals.open(audited, directorySealed.contactPoint, phones, ['value']),
    ]);
    return entries.flatMap(({ id, personId, contactPointIds, source }) => {
      const fullName = shown(names.get(personId ?? '')?.fullName, audited);
      if (personId === null || fullName === undefined) return [];
      const listed = contactPointIds.flatMap((point) => shown(numbers.get(point)?.value, audited) ?? []);
      return [{ id, personId, fullName, phones: listed, source }];
    });
  }
}

function personRow({ personId, fullName }: DirectoryEntryRecord): object {
  return { id: personId, fullName };
}

function shown(value: OpenedValue, audited: AuditedAccess): string | undefined {
  return value === undefined || value === 'key-destroyed' ? undefined : value.reveal(audited);
}
