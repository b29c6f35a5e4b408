import { Inject, Injectable } from '@nestjs/common';
import type { CaseView } from '@voxkeep/configuration';
import { databaseNames, type DatabaseName } from '@voxkeep/contracts';
import type { SubjectTrace } from '@voxkeep/personal-data';
import { settings } from '@voxkeep/platform';
import { caseNumber } from '../cases/case-rows.js';
import type { StatedAccess } from '../subject/case-access.js';
import { heldRows, type HeldRows } from '../subject/held-rows.js';
import { momentOf, roleOf, shownValues } from '../subject/held-values.js';
import { RowOpening, type OpenedTexts } from '../subject/row-opening.js';
import { Subjects, soughtBy } from '../subject/subjects.js';
import { AccessHistory } from './access-history.js';
import { activitiesIn } from './activities.js';
import { conversationsIn } from './conversations.js';
import { fieldName } from './fields.en.js';
import { IdentityMap } from './identity-map.js';
import type { PersonReport } from './person-report.js';
import { english } from './texts.en.js';

type Parts = Pick<PersonReport, 'subject' | 'identity' | 'accesses'>;

/** Builds the complete report of the person of a case, in memory and anew each time: it is stored nowhere (ADR 0013). */
@Injectable()
export class ReportBuilder {
  constructor(
    @Inject(Subjects) private readonly subjects: Subjects,
    @Inject(RowOpening) private readonly opening: RowOpening,
    @Inject(IdentityMap) private readonly identity: IdentityMap,
    @Inject(AccessHistory) private readonly history: AccessHistory,
  ) {}

  /** Records the access in each database that holds something, opens everything, assembles. */
  async build(found: CaseView, action: string, by: string): Promise<PersonReport> {
    const trace = await this.subjects.trace(soughtBy(found));
    const held = heldRows(trace);
    const stated: StatedAccess = {
      action,
      by,
      purpose: 'data-subject-request',
      under: { kind: 'case', id: found.id },
      ...(found.subject.personId !== null && { subject: found.subject.personId }),
    };
    const accesses = await this.history.of(trace);
    const opened = await this.opening.open(held, stated);
    const subject = { fullName: nameIn(held, opened), personId: trace.keys.person?.[0] ?? null };
    const identity = await this.identity.of(trace, held, opened, stated);
    return assemble(found, trace, held, opened, { subject, identity, accesses });
  }
}

function assemble(
  found: CaseView,
  trace: SubjectTrace,
  held: readonly HeldRows[],
  opened: OpenedTexts,
  { subject, identity, accesses }: Parts,
): PersonReport {
  const { statements } = english;
  return {
    schema: 'voxkeep.person-report.v1',
    case: {
      number: caseNumber(found),
      openedAt: found.openedAt.toISOString(),
      verificationLevel: found.verificationLevel,
      verificationMethod: found.verificationMethod,
    },
    generatedAt: new Date().toISOString(),
    timeZone: settings().site.timeZone,
    language: english.language,
    controller: settings().site.controllerName,
    catalogueHash: trace.catalogueHash,
    searched: searchedIn(trace, held),
    subject,
    identity,
    activities: activitiesIn(held),
    statements: { ...statements },
    records: recordsIn(trace, held, opened),
    conversations: conversationsIn(held),
    accesses,
    earlierRequests: requestsIn(held, found.id),
  };
}

function searchedIn(trace: SubjectTrace, held: readonly HeldRows[]): PersonReport['searched'] {
  const countOf = (tables: readonly HeldRows[]) => tables.reduce((sum, { items }) => sum + items.length, 0);
  return {
    databases: databaseNames.map((database) => ({
      database,
      answered: trace.answered.includes(database),
      records: countOf(held.filter(({ step }) => step.store === database)),
    })),
    recordingFiles: countOf(held.filter(({ step }) => /^(closed_)?recording_segment$/.test(step.table))),
    logs: english.logs,
    backups: english.backups,
  };
}

function recordsIn(trace: SubjectTrace, held: readonly HeldRows[], opened: OpenedTexts): PersonReport['records'] {
  return databaseNames.flatMap((database) =>
    held
      .filter(({ step, items }) => step.store === database && items.length > 0)
      .map((table) => ({
        database: table.step.store as DatabaseName,
        table: table.step.table,
        records: table.items.map((item) => ({
          at: momentOf(item),
          role: roleOf(item),
          values: shownValues(table, item, opened, trace.keys).map((value) => ({ ...value, name: fieldName(value.label) })),
        })),
      })),
  );
}

function requestsIn(held: readonly HeldRows[], thisCase: string): PersonReport['earlierRequests'] {
  return held
    .filter(({ step }) => step.table === 'protection.case')
    .flatMap(({ items }) => items.map(({ row }) => row))
    .filter((row) => row['id'] !== thisCase)
    .map((row) => ({
      number: `DSR-${String(row['number'])}`,
      kind: String(row['kind']),
      state: String(row['state']),
      openedAt: row['opened_at'] instanceof Date ? row['opened_at'].toISOString() : '',
    }));
}

function nameIn(held: readonly HeldRows[], opened: OpenedTexts): string | null {
  const person = held.find(({ step }) => step.table === 'person')?.items[0];
  const text = person && opened.of(person.row, 'fullName');
  return text === undefined || text === 'unreadable' ? null : text.text;
}
