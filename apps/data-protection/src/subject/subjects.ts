import { Inject, Injectable } from '@nestjs/common';
import type { CaseView } from '@voxkeep/configuration';
import { traceSubject, type SqlPorts, type SubjectKeys, type SubjectTrace } from '@voxkeep/personal-data';
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
  trace({ roots, confirmed }: Sought, ports: SqlPorts = {}): Promise<SubjectTrace> {
    return traceSubject(this.plans.report, roots, { ...this.databases.ports(), ...ports }, { confirmed });
  }
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
