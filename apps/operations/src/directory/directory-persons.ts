import { Inject, Injectable } from '@nestjs/common';
import type { http } from '@voxkeep/contracts';
import { ContactPoints, directorySealed, type DirectoryEntryRecord } from '@voxkeep/directory';
import { Seals, type ReadValue, type SealFault } from '@voxkeep/keyring';
import { PersonalValue, type AuditedAccess } from '@voxkeep/personal-data';
import type { z } from 'zod';
import { unreadableOf } from '../access/unreadable.js';

type Row = z.infer<typeof http.directoryRow>;

/** Rows of a page, and what of them cannot be read. */
export interface OpenedPersons {
  readonly rows: Row[];
  readonly faults: readonly SealFault[];
}

/** Opens the persons of a page of entries. */
@Injectable()
export class DirectoryPersons {
  constructor(
    @Inject(ContactPoints) private readonly points: ContactPoints,
    @Inject(Seals) private readonly seals: Seals,
  ) {}

  /**
   * Rows in the order of the entries. Somebody whose key is destroyed was erased and is left out; a name or number that was altered
   * is not, and `faults` names it.
   */
  async open(audited: AuditedAccess, entries: readonly DirectoryEntryRecord[]): Promise<OpenedPersons> {
    const points = await this.points.find(entries.flatMap(({ contactPointIds }) => contactPointIds));
    const phones = points.filter(({ kind }) => kind === 'phone');
    const [names, numbers] = await Promise.all([
      this.seals.openEach(audited, directorySealed.person, entries.map(personRow), ['fullName']),
      this.seals.openEach(audited, directorySealed.contactPoint, phones, ['value']),
    ]);
    const faults = [...names.faults, ...numbers.faults];
    const rows = entries.flatMap(({ id, personId, contactPointIds, source }): Row[] => {
      const name = names.values.get(personId ?? '')?.fullName;
      if (personId === null || name === undefined || name === 'key-destroyed') return [];
      const fullName = shown(name, audited) ?? null;
      const listed = contactPointIds.flatMap((point) => shown(numbers.values.get(point)?.value, audited) ?? []);
      return [{ id, personId, fullName, phones: listed, source, ...unreadableOf(faults, personId, ...contactPointIds) }];
    });
    return { rows, faults };
  }
}

function personRow({ personId, fullName }: DirectoryEntryRecord): object {
  return { id: personId, fullName };
}

function shown(value: ReadValue, audited: AuditedAccess): string | undefined {
  return value instanceof PersonalValue ? value.reveal(audited) : undefined;
}
