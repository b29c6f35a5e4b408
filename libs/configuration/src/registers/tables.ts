import { declareTable } from '@voxkeep/personal-data';

const official = 'time of an official act';
const who = 'random user id or program name, proof of an official act';
const reason = 'duties of the site and their evidence; random ids of whoever answers for them, kept as proof (GDPR Art. 5(2))';

/** Registers that are about duties and machines, not about persons. */
const tables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'register.compliance_item': {
    ...{ id: 'name of a duty', owner_user_id: who, owner_office: 'office, a code', state: 'code' },
    ...{ due_on: 'day by which it is due', review_months: 'length of a term' },
  },
  'register.compliance_entry': {
    ...{ id: 'random id', item_id: 'name of a duty', act: 'code', reference: 'name of a document of the site' },
    ...{ address: 'address of a document of the site', dated_on: 'date of a document', by_user: who, at: official },
  },
  'register.plain_trunk': {
    ...{ trunk_id: 'random id of a trunk', reason: 'why a trunk is not encrypted', expires_on: 'day until which it may be so' },
    ...{ by_user: who, at: official },
  },
  'protection.evidence_freeze': {
    ...{ id: 'random id', number: 'running number', incident_id: 'random id of an incident', state: 'code' },
    ...{ from_at: 'beginning of a period', to_at: 'end of a period', frozen_by: who, frozen_at: official },
    ...{ manifest_sha256: 'hash', files: 'a count', octets: 'a size' },
    ...{ release_by: who, release_at: official, released_by: who, released_at: official },
  },
};

/** Declares these tables to the catalogue. */
export function declareRegisterTables(): void {
  for (const [table, columns] of Object.entries(tables))
    declareTable({ store: 'configuration', table, kind: 'none', reason, columns });
}
