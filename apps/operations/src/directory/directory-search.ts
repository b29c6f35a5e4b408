import { Inject, Injectable } from '@nestjs/common';
import type { http } from '@voxkeep/contracts';
import { DirectoryEntries, People } from '@voxkeep/directory';
import { newId, unprocessable, type SignedIn } from '@voxkeep/platform';
import { z } from 'zod';
import { DirectoryAudit } from './directory-audit.js';
import { DirectoryPersons } from './directory-persons.js';
import { PointLookup } from './point-lookup.js';

type Search = z.output<typeof http.directorySearchBody>;
type Row = z.infer<typeof http.directoryRow>;
export interface DirectoryPage {
  readonly items: Row[];
  readonly next?: string;
}

/** Finds entries and opens their names and numbers: one audit entry for the page, one keyring call for names, one for numbers. */
@Injectable()
export class DirectorySearch {
  constructor(
    @Inject(PointLookup) private readonly lookup: PointLookup,
    @Inject(People) private readonly people: People,
    @Inject(DirectoryEntries) private readonly entries: DirectoryEntries,
    @Inject(DirectoryPersons) private readonly persons: DirectoryPersons,
    @Inject(DirectoryAudit) private readonly audit: DirectoryAudit,
  ) {}

  /** Without a number or address, a page of all entries. An unknown one gives an empty page by the same steps. */
  async page({ phone, email, purpose, cursor, limit }: Search, by: SignedIn): Promise<DirectoryPage> {
    if (cursor !== undefined && !z.uuid().safeParse(cursor).success)
      throw unprocessable([{ path: 'cursor', problem: 'invalid_format' }]);
    const searched = { ...(phone !== undefined && { phone }), ...(email !== undefined && { email }) };
    const anyone = phone === undefined && email === undefined;
    const personIds = anyone ? undefined : await this.personsWith(searched, purpose, by);
    const { items, next } = await this.entries.list({
      limit,
      ...(personIds && { personIds }),
      ...(cursor !== undefined && { cursor }),
    });
    const shown = items.filter((entry) => entry.personId !== null);
    const audited = await this.audit.record(by, purpose, shown.length);
    const { rows, faults } = await this.persons.open(audited, shown);
    await this.audit.noteAltered(by, faults);
    return { items: rows, ...(next !== undefined && { next }) };
  }

  private async personsWith(
    searched: Parameters<PointLookup['find']>[0],
    purpose: Search['purpose'],
    by: SignedIn,
  ): Promise<readonly string[]> {
    const points = await this.lookup.find(searched, by, { code: purpose.code }, 'directory.search');
    const people = await this.people.findByContactPoints(points);
    return people.length > 0 ? people.map(({ id }) => id) : [newId()];
  }
}
