import { Inject, Injectable } from '@nestjs/common';
import { NameIndexes, directorySealed, matchName, searchedNameTerm } from '@voxkeep/directory';
import { KEYRING, Seals, type KeyringClient } from '@voxkeep/keyring';
import type { AuditedAccess } from '@voxkeep/personal-data';
import { CaseAccess, type StatedAccess } from '../subject/case-access.js';
import type { Candidate, LookUp } from './candidate.js';
import { textOf } from './person-descriptions.js';

/** Candidates that are opened for one name; above it the search asks for more of the name. */
const mostOpened = 2000;
type Named = Awaited<ReturnType<NameIndexes['page']>>[number];

/** Finds persons by name, whatever its script, accents and order. */
@Injectable()
export class NameSearch {
  constructor(
    @Inject(NameIndexes) readonly indexes: NameIndexes,
    @Inject(KEYRING) private readonly keyring: KeyringClient,
    @Inject(Seals) private readonly seals: Seals,
    @Inject(CaseAccess) private readonly access: CaseAccess,
  ) {}

  /** By family and given name, over the short index. Undefined for a name of one part, which only a look at all names finds. */
  async byIndex(name: string, stated: StatedAccess, audited: AuditedAccess): Promise<LookUp | undefined> {
    const value = searchedNameTerm(name);
    if (value === undefined) return undefined;
    const [index = Buffer.alloc(2)] = await this.keyring.index(audited, [{ kind: 'name', value }]);
    const people = await this.indexes.findByIndex(index.readUInt16BE(0), mostOpened + 1);
    if (people.length > mostOpened) return { kind: 'question', question: 'more-of-the-name', hits: people.length };
    const opening = await this.access.record('directory', { ...stated, action: 'person.compare' }, people.length, [
      'person.full_name',
    ]);
    return { kind: 'candidates', candidates: await this.matching(name, people, opening) };
  }

  /** Those of these persons whose name answers what was typed, exact spellings first. */
  async matching(name: string, people: readonly Named[], audited: AuditedAccess): Promise<Candidate[]> {
    const { values: opened } = await this.seals.openEach(audited, directorySealed.person, people, ['fullName']);
    const found = people.flatMap(({ id }): Candidate[] => {
      const match = matchName(name, textOf(opened.get(id)?.fullName, audited) ?? '');
      if (match === undefined) return [];
      return [{ personId: id, contactPointIds: [], reason: match === 'exact' ? 'name' : 'name-variant' }];
    });
    return found.sort((a, b) => Number(a.reason !== 'name') - Number(b.reason !== 'name'));
  }
}
