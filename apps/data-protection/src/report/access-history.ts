import { Inject, Injectable } from '@nestjs/common';
import { Accounts } from '@voxkeep/configuration';
import { databaseNames } from '@voxkeep/contracts';
import type { SubjectTrace } from '@voxkeep/personal-data';
import { SevenDatabases } from '../seven-databases.js';
import { english } from './texts.en.js';
import type { PersonReport } from './person-report.js';

interface Entry {
  readonly event_id: string;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly purpose: string | null;
}

const concerned = `
  select event_id, at, actor, action, purpose from %
   where (subject_ref = any($1::text[]) or (object_kind <> 'user' and object_id = any($1::text[]))) and actor not like 'system:%'`;
const inLog = concerned.replace('%', 'audit.leaf');
const inOutbox = concerned.replace('%', 'audit_outbox');
const ofDataProtection = /^(person|report|case|erasure)\./;

/** Who looked at a person's data, when and why (C-579/21): dates and purposes, staff as a role. */
@Injectable()
export class AccessHistory {
  constructor(
    @Inject(SevenDatabases) private readonly databases: SevenDatabases,
    @Inject(Accounts) private readonly accounts: Accounts,
  ) {}

  /** Everything on record that a person did, oldest first: the Merkle log, and what has not got there yet. */
  async of({ keys }: SubjectTrace): Promise<PersonReport['accesses']> {
    const ids = [
      ...new Set(
        [keys.person, keys['contact-point'], keys.contact, keys.recording, keys.user, keys.case].flatMap((some) => some ?? []),
      ),
    ];
    const read = databaseNames.map((name) => this.databases.of(name).rows<Entry>(inOutbox, [ids]));
    const entries = (await Promise.all([this.databases.of('configuration').rows<Entry>(inLog, [ids]), ...read])).flat();
    const roles = await this.rolesOf();
    return [...new Map(entries.map((entry) => [entry.event_id, entry])).values()]
      .sort((a, b) => a.at.getTime() - b.at.getTime())
      .map(({ at, actor, action, purpose }) => ({ at: at.toISOString(), who: whoIs(actor, action, roles), action, purpose }));
  }

  private async rolesOf(): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.accounts.list()).map(({ id, roles }) => [id, roles.join(', ')]));
  }
}

function whoIs(actor: string, action: string, roles: ReadonlyMap<string, string>): string {
  if (ofDataProtection.test(action)) return english.accesses.officer;
  const role = roles.get(actor);
  return role === undefined || role === '' ? english.accesses.staff : role;
}
