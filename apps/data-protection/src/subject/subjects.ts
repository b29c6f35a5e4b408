import { Inject, Injectable } from '@nestjs/common';
import type { CaseView } from '@voxkeep/configuration';
import { mergedWith, personsBehind, sharedAmong } from '@voxkeep/directory';
import { traceSubject, type SqlPort, type SqlPorts, type SubjectKeys, type SubjectTrace } from '@voxkeep/personal-data';
import { SevenDatabases } from '../seven-databases.js';
import { Plans } from './plans.js';

/** Whom to look for: roots, and the shared points that were shown to be the person's. */
export interface Sought {
  readonly roots: SubjectKeys;
  readonly confirmed: readonly string[];
}

/** Below this level a shared number that was chosen for a case is still not followed (04 d: a second factor). */
const levelOfSharedPoints = 2;

/** Looks for a person in all seven databases. */
@Injectable()
export class Subjects {
  constructor(
    @Inject(Plans) private readonly plans: Plans,
    @Inject(SevenDatabases) private readonly databases: SevenDatabases,
  ) {}

  /** Traces what is held; `ports` replaces the port of a database, e.g. by a transaction on it. Throws what the databases throw. */
  async trace({ roots, confirmed }: Sought, ports: SqlPorts = {}): Promise<SubjectTrace> {
    const all = { ...this.databases.ports(), ...ports };
    const person = await wholePerson(all.directory, roots);
    const shared = await sharedAmong(all.directory, person, roots['contact-point'] ?? []);
    const withheld = shared.filter((point) => !confirmed.includes(point));
    const trace = await traceSubject(this.plans.report, { ...roots, person }, all, {
      confirmed,
      exclude: { 'contact-point': withheld },
    });
    const contactPoints = [...new Set([...trace.withheld.contactPoints, ...withheld])];
    return { ...trace, withheld: { ...trace.withheld, contactPoints } };
  }
}

/**
 * The persons of a search with everybody who was put together with them. Without a person, those behind the contact points, when all
 * of them are one: who is several stays nobody.
 */
async function wholePerson(directory: SqlPort, roots: SubjectKeys): Promise<readonly string[]> {
  if (roots.person !== undefined && roots.person.length > 0) return mergedWith(directory, roots.person);
  const behind = await personsBehind(directory, roots['contact-point'] ?? []);
  const [first] = behind;
  if (first === undefined || behind.length < 2) return [];
  const one = await mergedWith(directory, [first]);
  return behind.every((id) => one.includes(id)) ? one : [];
}

/** Whom a case is about. Keys that an execution froze are added as further roots. */
export function soughtBy({ subject, verificationLevel }: CaseView, frozen: SubjectKeys = {}): Sought {
  const united = (kind: 'person' | 'contact-point', ids: readonly string[]) => [...new Set([...ids, ...(frozen[kind] ?? [])])];
  const roots = {
    ...frozen,
    person: united('person', subject.personId === null ? [] : [subject.personId]),
    'contact-point': united('contact-point', subject.contactPointIds),
  };
  return { roots, confirmed: verificationLevel >= levelOfSharedPoints ? subject.contactPointIds : [] };
}
