import { databaseNames, type DatabaseName } from '@voxkeep/contracts';
import type { SubjectTrace } from '@voxkeep/personal-data';
import { settings } from '@voxkeep/platform';
import type { HeldItem, HeldRows } from '../subject/held-rows.js';
import { momentOf, roleOf } from '../subject/held-values.js';
import type { OpenedTexts } from '../subject/row-opening.js';
import { activitiesIn } from './activities.js';
import { conversationsIn } from './conversations.js';
import type { HeldValue, PersonReport } from './person-report.js';
import { recordValues, type Shown } from './record-values.js';
import type { ReportRequest } from './report-builder.js';
import { rolesInWords } from './staff-roles.js';
import { periodOf, summaryOf, withheldIn } from './summary.js';
import type { Around } from './surroundings.js';
import type { Wording } from './wording.js';

/** Everything that a report is made from. */
export interface Gathered {
  readonly request: ReportRequest;
  readonly trace: SubjectTrace;
  readonly held: readonly HeldRows[];
  readonly opened: OpenedTexts;
  readonly wording: Wording;
  readonly around: Around;
  readonly identity: PersonReport['identity'];
  readonly name: string | null;
  readonly further: PersonReport['conversations'];
}

/** The report as data, in the order of GDPR Art. 15. */
export function assemble(gathered: Gathered): PersonReport {
  const { request, trace, held, wording, around } = gathered;
  const { recordings = true, redact = null } = { ...request.options, redact: request.options.redact ?? null };
  const { site, report } = settings();
  const records = recordsIn(held, { opened: gathered.opened, keys: trace.keys, wording, redact, roles: around.roles });
  const conversations = [...conversationsIn(held, recordings), ...gathered.further];
  return {
    schema: 'voxkeep.person-report.v1',
    about: held.some(({ step, items }) => step.table === 'user_account' && items.length > 0) ? 'employee' : 'customer',
    case: request.case,
    generatedAt: new Date().toISOString(),
    timeZone: site.timeZone,
    language: wording.language,
    controller: site.controllerName,
    contact: { authority: report.authority, officer: report.officer },
    catalogueHash: trace.catalogueHash,
    options: { recordings, redact },
    period: periodOf(records),
    summary: summaryOf({ records, conversations, accesses: around.accesses }),
    searched: searchedIn(trace, held, wording, around),
    otherSystems: around.otherSystems,
    subject: { fullName: gathered.name, personId: trace.keys.person?.[0] ?? null },
    identity: gathered.identity,
    activities: activitiesIn(held, around.terms, wording),
    statements: statementsIn(wording, report.authority),
    records,
    conversations,
    accesses: around.accesses,
    holds: around.holds,
    withheldItems: withheldIn(records, redact),
    earlierRequests: requestsIn(held, request.caseId),
  };
}

function statementsIn(wording: Wording, authority: string): PersonReport['statements'] {
  const competent = authority === '' ? '' : ` ${wording.say('rights.authority', { authority })}`;
  return {
    rights: wording.say('rights.rights'),
    complaint: wording.say('rights.complaint') + competent,
    automatedDecisions: wording.say('rights.automatedDecisions'),
    transfers: wording.say('rights.transfers'),
  };
}

function searchedIn(
  trace: SubjectTrace,
  held: readonly HeldRows[],
  wording: Wording,
  { diagnostics }: Around,
): PersonReport['searched'] {
  const countOf = (tables: readonly HeldRows[]) => tables.reduce((sum, { items }) => sum + items.length, 0);
  return {
    databases: databaseNames.map((database) => ({
      database,
      answered: trace.answered.includes(database),
      records: countOf(held.filter(({ step }) => step.store === database)),
    })),
    recordingFiles: filesIn(held),
    logs: wording.say('searched.logs'),
    backups: wording.say('searched.backups'),
    diagnostics,
  };
}

/** Files of recordings that still stand in the vault. */
function filesIn(held: readonly HeldRows[]): number {
  const files = held.filter(({ step }) => /^(closed_)?recording_segment$/.test(step.table)).flatMap(({ items }) => items);
  return files.filter(({ row }) => row['state'] !== 'removed').length;
}

function recordsIn(held: readonly HeldRows[], shown: Shown): PersonReport['records'] {
  return databaseNames.flatMap((database) =>
    held
      .filter(({ step, items }) => step.store === database && items.length > 0)
      .map((table) => ({
        database: table.step.store as DatabaseName,
        table: table.step.table,
        title: shown.wording.table(table.step.table),
        records: table.items.map((item) => ({
          at: momentOf(item),
          role: roleOf(item),
          values: [...recordValues(table, item, shown), ...rolesOf(table, item, shown)],
        })),
      })),
  );
}

/** An account says which roles it holds; the rows that give them name random ids only. */
function rolesOf({ step }: HeldRows, { row }: HeldItem, { wording, roles }: Shown): HeldValue[] {
  const value = step.table === 'user_account' ? rolesInWords(roles, String(row['id']), wording) : undefined;
  if (value === undefined) return [];
  const label = 'field.role';
  const named = { label, name: wording.field(label), category: 'pd:WorkEnvironment', origin: 'staff', value };
  return [{ ...named, unreadable: false, withheld: false, freeText: false }];
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
