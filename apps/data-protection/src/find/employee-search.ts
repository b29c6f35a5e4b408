import { Inject, Injectable } from '@nestjs/common';
import { Accounts } from '@voxkeep/configuration';
import { People, directorySealed, matchName } from '@voxkeep/directory';
import { Seals } from '@voxkeep/keyring';
import { SevenDatabases } from '../seven-databases.js';
import { CaseAccess, type StatedAccess } from '../subject/case-access.js';
import type { Candidate } from './candidate.js';
import { textOf } from './person-descriptions.js';

/** Finds members of staff by login, extension or name. They are few: every name is opened and compared. */
@Injectable()
export class EmployeeSearch {
  constructor(
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(People) private readonly people: People,
    @Inject(SevenDatabases) private readonly databases: SevenDatabases,
    @Inject(Seals) private readonly seals: Seals,
    @Inject(CaseAccess) private readonly access: CaseAccess,
  ) {}

  async find(text: string, stated: StatedAccess): Promise<readonly Candidate[]> {
    const accounts = await this.accounts.list();
    const sought = text.toLowerCase();
    const numbered = await this.#usersAt(text);
    const direct = accounts.flatMap(({ id, personId, login }): Candidate[] => {
      if (login.toLowerCase().includes(sought)) return [{ personId, contactPointIds: [], reason: 'login' }];
      return numbered.has(id) ? [{ personId, contactPointIds: [], reason: 'extension' }] : [];
    });
    const known = new Set(direct.map(({ personId }) => personId));
    const others = accounts.map(({ personId }) => personId).filter((id) => !known.has(id));
    return [...direct, ...(await this.#named(text, others, stated))];
  }

  async #named(text: string, personIds: readonly string[], stated: StatedAccess): Promise<Candidate[]> {
    const people = await this.people.find(personIds);
    const opening = await this.access.record('directory', { ...stated, action: 'person.compare' }, people.length, [
      'person.full_name',
    ]);
    const { values: opened } = await this.seals.openEach(opening, directorySealed.person, people, ['fullName']);
    return people.flatMap(({ id }): Candidate[] => {
      const match = matchName(text, textOf(opened.get(id)?.fullName, opening) ?? '');
      return match === undefined
        ? []
        : [{ personId: id, contactPointIds: [], reason: match === 'exact' ? 'name' : 'name-variant' }];
    });
  }

  async #usersAt(value: string): Promise<ReadonlySet<string>> {
    const rows = await this.databases
      .of('configuration')
      .rows<{ id: string }>('select distinct user_id as id from user_address where lower(value) = lower($1)', [value]);
    return new Set(rows.map(({ id }) => id));
  }
}
