import { Inject, Injectable } from '@nestjs/common';
import { databaseNames } from '@voxkeep/contracts';
import type { SubjectTrace } from '@voxkeep/personal-data';
import { SevenDatabases } from '../seven-databases.js';
import type { PersonReport } from './person-report.js';
import { officer, rolesInWords, StaffRoles } from './staff-roles.js';
import type { Wording } from './wording.js';

type Access = PersonReport['accesses'][number];
interface Entry {
  readonly event_id: string;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly purpose: string | null;
}

const concerned = `
  select event_id, at, actor, action, purpose from %
   where (subject_ref = any($1::text[]) or (object_kind is distinct from 'user' and object_id = any($1::text[]))
          or (object_kind = 'user' and object_id = any($2::text[]))) and actor not like 'system:%'`;
const inLog = concerned.replace('from %', 'from audit.leaf');
const inOutbox = concerned.replace('from %', 'from audit_outbox');
const ofDataProtection = /^(person|report|case|erasure)\./;
const minute = 16;

/** Who looked at a person's data, when and why (C-579/21): dates and purposes, staff as a role. */
@Injectable()
export class AccessHistory {
  constructor(
    @Inject(SevenDatabases) private readonly databases: SevenDatabases,
    @Inject(StaffRoles) private readonly staff: StaffRoles,
  ) {}

  /**
   * Everything on record that a person did, oldest first: the Merkle log, and what has not got there yet. One act is on record in
   * each database that it touched; the same act of the same person within a minute is one entry.
   */
  async of({ keys }: SubjectTrace, wording: Wording): Promise<Access[]> {
    const ids = [
      ...new Set(
        [keys.person, keys['contact-point'], keys.contact, keys.recording, keys.user, keys.case].flatMap((some) => some ?? []),
      ),
    ];
    const users = [...(keys.user ?? [])];
    const read = databaseNames.map((name) => this.databases.of(name).rows<Entry>(inOutbox, [ids, users]));
    const entries = (await Promise.all([this.databases.of('configuration').rows<Entry>(inLog, [ids, users]), ...read])).flat();
    const roles = await this.staff.all();
    const sorted = [...new Map(entries.map((entry) => [entry.event_id, entry])).values()].sort(
      (a, b) => a.at.getTime() - b.at.getTime(),
    );
    return collapsed(sorted, (entry) => whoIs(entry, roles, new Set(users), wording));
  }
}

function collapsed(entries: readonly Entry[], who: (entry: Entry) => string): Access[] {
  const acts = new Map<string, Access>();
  for (const entry of entries) {
    const { at, actor, action, purpose } = entry;
    const key = [at.toISOString().slice(0, minute), actor, action, purpose].join(' ');
    const before = acts.get(key);
    const first = before ?? { at: at.toISOString(), who: who(entry), action, purpose, times: 0 };
    acts.set(key, { ...first, times: first.times + 1 });
  }
  return [...acts.values()];
}

function whoIs(
  { actor, action }: Entry,
  roles: ReadonlyMap<string, readonly string[]>,
  own: ReadonlySet<string>,
  wording: Wording,
): string {
  if (own.has(actor)) return wording.say('accesses.self');
  // What only an officer may do, an officer did, also when the account is gone by now or holds other roles beside.
  const held = roles.get(actor) ?? [officer];
  if (ofDataProtection.test(action) && action !== 'report.employee' && held.includes(officer))
    return wording.say('accesses.officer');
  return rolesInWords(roles, actor, wording) ?? wording.say('accesses.staff');
}
