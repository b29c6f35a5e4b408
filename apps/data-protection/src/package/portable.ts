import { catalogue } from '@voxkeep/personal-data';
import { z } from 'zod';
import type { PersonReport } from '../report/person-report.js';

type Table = PersonReport['records'][number];

/**
 * What the person provided, where the processing rests on consent or contract (GDPR Art. 20). Which columns these are stands in the
 * catalogue (`portability`); what is derived, observed about others or written by staff is not among them.
 */
export const portablePackage = z.object({
  schema: z.literal('voxkeep.portable-data.v1'),
  case: z.string(),
  generatedAt: z.iso.datetime(),
  controller: z.string(),
  catalogueHash: z.string().length(64),
  records: z.array(
    z.object({
      table: z.string(),
      title: z.string(),
      records: z.array(z.object({ values: z.array(z.object({ field: z.string(), name: z.string(), value: z.string() })) })),
    }),
  ),
  consents: z.array(z.object({ contactId: z.uuid(), at: z.iso.datetime(), purpose: z.string(), state: z.string() })),
});
export type PortablePackage = z.infer<typeof portablePackage>;

/** The part of a report that Art. 20 is about. */
export function portableOf(report: PersonReport): PortablePackage {
  return {
    schema: 'voxkeep.portable-data.v1',
    case: report.case.number,
    generatedAt: report.generatedAt,
    controller: report.controller,
    catalogueHash: report.catalogueHash,
    records: portableTables(report).map(({ database, table, title, records }) => ({
      table: `${database}.${table}`,
      title,
      records: records.map(({ values }) => ({
        values: values.map(({ label, name, value }) => ({ field: label, name, value: value ?? '' })),
      })),
    })),
    consents: report.conversations.flatMap(({ contactId, consents }) =>
      consents.map(({ at, purpose, state }) => ({ contactId, at, purpose, state })),
    ),
  };
}

/** The tables of a report with nothing left in them but portable values that can be read. */
export function portableTables({ records }: PersonReport): readonly Table[] {
  return records.flatMap((table) => {
    const portable = portableLabels(table.database, table.table);
    const kept = table.records
      .map((record) => ({ ...record, values: record.values.filter((one) => portable.has(one.label) && isReadable(one)) }))
      .filter(({ values }) => values.length > 0);
    return kept.length === 0 ? [] : [{ ...table, records: kept }];
  });
}

/** Contacts in which the person agreed to be recorded: their own voice was provided under consent. */
export function contactsUnderConsent({ conversations }: PersonReport): ReadonlySet<string> {
  const agreed = conversations.filter(({ consents }) => consents.some(({ state }) => state === 'given'));
  return new Set(agreed.map(({ contactId }) => contactId));
}

function isReadable({ value, withheld, unreadable }: Table['records'][number]['values'][number]): boolean {
  return value !== null && !withheld && !unreadable;
}

function portableLabels(database: string, table: string): ReadonlySet<string> {
  const entity = catalogue().entities.find((one) => one.store === database && one.table === table);
  const columns = (entity?.columns ?? []).map(({ classification }) => classification);
  return new Set(columns.flatMap((one) => (one.as === 'personal' && one.portability === true ? [one.label] : [])));
}
