import type { CatalogueColumn, SubjectKeys } from '@voxkeep/personal-data';
import type { HeldItem, HeldRows } from '../subject/held-rows.js';
import { shownValues } from '../subject/held-values.js';
import type { OpenedTexts } from '../subject/row-opening.js';
import type { HeldValue } from './person-report.js';
import { rolesInWords } from './staff-roles.js';
import type { Wording } from './wording.js';

/** Columns that are personal only because of whose row they stand in: times and codes that say what happened. */
const facts: Readonly<Record<string, string>> = {
  action: 'event',
  alarm: 'alarm',
  asked_at: 'at',
  at: 'at',
  attribution: 'attribution',
  cause: 'cause',
  changed_at: 'changed-at',
  cleared_at: 'cleared-at',
  channel: 'channel',
  closed_at: 'closed-at',
  confirmed_at: 'confirmed-at',
  connected_at: 'connected-at',
  created_at: 'created-at',
  direction: 'direction',
  due_at: 'due-at',
  end_reason: 'end-reason',
  ended_at: 'ended-at',
  ends_at: 'ends-at',
  evidence_kind: 'evidence',
  from_at: 'from-at',
  inseparable: 'inseparable',
  kind: 'kind',
  last_seen_at: 'last-seen-at',
  number: 'number',
  opened_at: 'opened-at',
  outcome: 'outcome',
  part: 'part',
  purpose: 'purpose',
  result: 'result',
  role: 'role',
  signed_in_at: 'signed-in-at',
  source: 'source',
  stage: 'state',
  started_at: 'started-at',
  state: 'state',
  step: 'step',
  to_at: 'to-at',
  valid_until: 'valid-until',
  visible: 'visible',
  wording_version: 'wording-version',
};
const authenticating = 'pd:Authenticating';

/** What decides which values a report shows. `redact` is the reason for which texts that may name others are withheld. */
export interface Shown {
  readonly opened: OpenedTexts;
  readonly keys: SubjectKeys;
  readonly wording: Wording;
  readonly redact: string | null;
  /** Codes of what each account is; of a member of staff the role is shown in place of the name. */
  readonly roles: ReadonlyMap<string, readonly string[]>;
}

/** References to customers, which an employee's row about them carries. */
const ofCustomers = new Set(['field.contact-point', 'field.customer']);

/** Everything to be shown of one row: its personal values, then what happened. Of a secret only that it is kept. */
export function recordValues(table: HeldRows, item: HeldItem, shown: Shown): HeldValue[] {
  const { opened, keys, wording, redact } = shown;
  const { columns } = table.step.entity;
  const texts = freeTexts(columns);
  const staff = staffIn(columns, item, shown);
  const personal = shownValues(table, item, opened, keys).map((value): HeldValue => {
    const freeText = texts.has(value.label);
    const hidden = value.category === authenticating ? { value: 'true', unreadable: false } : {};
    const served = item.via.every(({ key }) => key === 'user') && ofCustomers.has(value.label);
    const redacted = (served || (freeText && redact !== null)) && value.value !== null ? { value: null, withheld: true } : {};
    const role = value.withheld ? staff.get(value.label) : undefined;
    return {
      ...value,
      ...hidden,
      ...redacted,
      ...(role !== undefined && { value: role }),
      name: wording.field(value.label),
      freeText,
    };
  });
  return [...personal, ...columns.flatMap((column) => factOf(column, item, wording))];
}

/** The roles of the members of staff whom a row names, by the label of the column. */
function staffIn(columns: readonly CatalogueColumn[], { row }: HeldItem, { roles, wording }: Shown): ReadonlyMap<string, string> {
  const named = columns.flatMap(({ column, classification: c }): [string, string][] => {
    const userId = c.as === 'pseudonym' && c.of === 'user' ? row[column] : null;
    if (c.as !== 'pseudonym' || typeof userId !== 'string') return [];
    return [[c.label, rolesInWords(roles, userId, wording) ?? wording.say('accesses.staff')]];
  });
  return new Map(named);
}

function freeTexts(columns: readonly CatalogueColumn[]): ReadonlySet<string> {
  return new Set(
    columns.flatMap(({ classification: c }) => {
      const said = c.as === 'personal' && c.store === 'sealed' && c.category === 'pd:Communication';
      return c.as === 'free-text' || said ? [c.label] : [];
    }),
  );
}

function factOf({ column, classification: { as } }: CatalogueColumn, { row }: HeldItem, wording: Wording): HeldValue[] {
  const value = row[column];
  const described = { category: 'pd:UID', origin: 'observed', unreadable: false, withheld: false, freeText: false };
  // A trace never reads the value of a secret.
  if (as === 'secret') {
    const label = 'field.secret';
    return [{ ...described, label, name: wording.field(label), category: authenticating, value: 'true' }];
  }
  if (value === null || value === undefined) return [];
  const fact = as === 'not-personal' ? facts[column] : undefined;
  if (fact === undefined) return [];
  const label = `field.${fact}`;
  return [{ ...described, label, name: wording.field(label), category: 'pd:CommunicationsMetadata', value: printed(value) }];
}

function printed(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : JSON.stringify(value);
}
