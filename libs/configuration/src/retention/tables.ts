import { declareTable } from '@voxkeep/personal-data';

const count = 'a count';
const codeText = 'code';
const official = 'time of an official act';
const who = 'random user id or program name, proof of an official act';

/** The tables of retention hold rules, counts, codes and random ids of acts; whom the counted rows are about stands nowhere in them. */
const tables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  retention_rule: {
    ...{ id: 'random id of the rule', class: 'deletion class', channel: codeText, queue_id: 'random id of a queue' },
    ...{ amount: 'length of a term', unit: codeText, ground: codeText, reference: 'clause of a law or a contract' },
    ...{ changed_by: who, changed_at: official },
  },
  retention_rehearsal: {
    ...{ id: 'random id of the rehearsal', state: codeText, because: codeText, asked_by: who, asked_at: official },
    ...{
      finished_at: official,
      rules: 'the rules as they stood',
      rules_hash: 'hash',
      holds_hash: 'hash',
      first_run_at: official,
    },
  },
  retention_rehearsal_line: {
    ...{ rehearsal_id: 'random id of a rehearsal', class: 'deletion class', store: 'name of a database' },
    ...{ total: count, due: count, held: count, without_start: count, without_term: count, files: count, octets: count },
    ...{ oldest: 'bound of a range of times', newest: 'bound of a range of times', ages: 'counts by year' },
    ...{ samples: 'a few random row ids with their times; the rows are opened where the right for them is asked' },
    ...{ holds: 'random ids of holds with counts' },
  },
  retention_approval: {
    ...{ rehearsal_id: 'random id of a rehearsal', approved_by: who, approved_at: official },
    ...{ first_run_id: 'random id of a run', ended_at: official, ended_because: codeText },
  },
  retention_run: {
    ...{ id: 'random id of the run', rehearsal_id: 'random id of a rehearsal', state: codeText, because: codeText },
    ...{ started_at: official, finished_at: official },
  },
  retention_run_line: {
    ...{ run_id: 'random id of a run', class: 'deletion class', store: 'name of a database', removed: count, held: count },
    ...{ failed: count, files: count, octets: count, keys: count, months: count },
  },
  retention_clock: { one: 'there is one row', last_at: 'time of a technical act' },
  retention_orphan: {
    ...{ kind: codeText, id: 'random id of a file, a segment or a key owner that nothing leads to', octets: 'size of a file' },
    ...{
      first_seen_at: 'time of a technical act',
      last_seen_at: 'time of a technical act',
      settled_at: 'time of a technical act',
    },
  },
};

/** Declares the tables of retention to the catalogue. */
export function declareRetentionTables(): void {
  for (const [table, columns] of Object.entries(tables))
    declareTable({
      store: 'configuration',
      table,
      kind: 'none',
      reason: 'rules, counts and codes of retention; random ids of whoever decided, kept as proof (GDPR Art. 5(2))',
      columns,
    });
}
