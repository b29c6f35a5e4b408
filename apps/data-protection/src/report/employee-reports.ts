import { Inject, Injectable } from '@nestjs/common';
import { Accounts, type Account } from '@voxkeep/configuration';
import type { DatabaseName } from '@voxkeep/contracts';
import { newId, notFound } from '@voxkeep/platform';
import type { Row } from '@voxkeep/personal-data';
import { SevenDatabases } from '../seven-databases.js';
import type { HeldRows } from '../subject/held-rows.js';
import { conversationsOf } from './conversations.js';
import type { PersonReport } from './person-report.js';
import { ReportBuilder, type ReportOptions } from './report-builder.js';

/** Tables that say who an employee is; everything else is theirs only where it names their account. */
const ofTheAccount = new Set(['user_account', 'person', 'directory_entry', 'user_address', 'second_factor']);

/**
 * The personal data report of an employee, printed by the system administrator (R91, R92): master data, sign-ins, rights,
 * presence, performance figures, directory entries, and the state of the recordings they took part in. What the same person left
 * as a customer is not in it, nor is any customer: that is the Data Protection Officer's to answer.
 */
@Injectable()
export class EmployeeReports {
  constructor(
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(ReportBuilder) private readonly builder: ReportBuilder,
    @Inject(SevenDatabases) private readonly databases: SevenDatabases,
  ) {}

  /** Builds it anew; 404 when there is no such account. On record as `report.employee` in each database that holds something. */
  async build(userId: string, by: string, options: ReportOptions): Promise<PersonReport> {
    const account = await this.accounts.find(userId);
    if (account === undefined) throw notFound();
    const reference = newId();
    const openedAt = new Date().toISOString();
    return this.builder.build({
      caseId: reference,
      case: { number: numberOf(openedAt), openedAt, verificationLevel: 3, verificationMethod: 'signed-in-account' },
      sought: soughtBy(account),
      stated: {
        ...{ action: 'report.employee', by, purpose: 'administration', under: { kind: 'search', id: reference } },
        subject: account.personId,
      },
      options,
      narrow: (held) => ofEmployment(held),
      conversations: (held) => this.#served(held),
    });
  }

  /** The contacts in which the employee took part, with times and outcomes; whom they served is not told. */
  async #served(held: readonly HeldRows[]): Promise<PersonReport['conversations']> {
    const [recent, old] = await Promise.all([
      this.#contacts('operative', '', contactsIn(held, 'contact_party')),
      this.#contacts('history', 'closed_', contactsIn(held, 'closed_contact_party')),
    ]);
    return [...recent, ...old];
  }

  async #contacts(database: DatabaseName, prefix: string, ids: readonly string[]): Promise<PersonReport['conversations']> {
    if (ids.length === 0) return [];
    const read = (table: string, key: string) =>
      this.databases.of(database).rows<Row>(`select * from ${prefix}${table} where ${key} = any($1::uuid[])`, [ids]);
    const [contacts, outcomes, measures, recordings, segments, gaps, events] = await Promise.all([
      read('contact', 'id'),
      read('recording_outcome', 'contact_id'),
      read('recording_measure', 'contact_id'),
      read('recording', 'contact_id'),
      read('recording_segment', 'contact_id'),
      read('recording_gap', 'contact_id'),
      read('contact_event', 'contact_id'),
    ]);
    return conversationsOf(contacts, { outcomes, measures, recordings, segments, gaps, events, consents: [] });
  }
}

function soughtBy({ personId, id }: Account) {
  return { roots: { person: [personId], user: [id] }, confirmed: [] };
}

/** Rows reached through the account, and those that say who the employee is. */
function ofEmployment(held: readonly HeldRows[]): readonly HeldRows[] {
  return held.map((table) => ({
    ...table,
    items: table.items.filter(({ via }) => ofTheAccount.has(table.step.table) || via.some(({ key }) => key === 'user')),
  }));
}

function contactsIn(held: readonly HeldRows[], table: string): readonly string[] {
  const rows = held.filter(({ step }) => step.table === table).flatMap(({ items }) => items.map(({ row }) => row));
  return [...new Set(rows.flatMap((row) => (typeof row['contact_id'] === 'string' ? [row['contact_id']] : [])))];
}

/** `EMP-20261122-043000`: a listing has no case. */
function numberOf(iso: string): string {
  return `EMP-${iso.slice(0, 19).replaceAll('-', '').replace('T', '-').replaceAll(':', '')}`;
}
