import { createHash, randomUUID } from 'node:crypto';
import { databaseNames } from '@voxkeep/contracts';
import { builtInTexts, english } from './texts/built-in';
import type { HeldTable, HeldValue, PersonReport } from './person-report';
import { periodOf, summaryOf, withheldIn } from './summary';
import { Wording } from './wording';

export const timeZone = 'Europe/Tallinn';
const start = Date.parse('2026-01-05T08:00:00.000Z');
const hour = 3600_000;

/** The wording of a built-in language. */
export function wordingOf(language: string): Wording {
  const texts = builtInTexts.find((one) => one.language === language) ?? english;
  return new Wording([texts, english], timeZone);
}

const iso = (ms: number) => new Date(ms).toISOString();
const idOf = (n: number) => {
  const hex = createHash('sha256').update(String(n)).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

type Rows = HeldTable['records'];
const timesOf = (contacts: number) => Array.from({ length: contacts }, (_, n) => start + n * 11 * hour);

/** Makes values, rows and tables in one language. */
class Maker {
  constructor(readonly wording: Wording) {}

  value(label: string, text: string | null, more: Partial<HeldValue> = {}): HeldValue {
    return {
      ...{ label: `field.${label}`, name: this.wording.field(`field.${label}`), category: 'pd:CommunicationsMetadata' },
      ...{ origin: 'observed', value: text, unreadable: false, withheld: false, freeText: false, ...more },
    };
  }

  row(at: number, role: string | null, ...values: HeldValue[]): Rows[number] {
    return { at: iso(at), role, values };
  }

  table(database: HeldTable['database'], table: string, records: Rows): HeldTable {
    return { database, table, title: this.wording.table(table), records };
  }
}

function masterData(make: Maker, times: readonly number[]): HeldTable[] {
  const name = make.value('name', 'Mari Mägi-Õunapuu', { category: 'pd:Name', origin: 'subject' });
  const language = make.value('language', 'et', { category: 'pd:Language', origin: 'subject' });
  const kind = make.value('person-kind', 'customer', { origin: 'staff' });
  const request = make.row(start, null, make.value('kind', 'report'), make.value('state', 'reported'));
  const looks = times.map((at) => make.row(at, 'subject', make.value('event', 'contact.reveal')));
  return [
    make.table('configuration', 'protection.case', [request]),
    make.table('configuration', 'audit.leaf', looks),
    make.table('directory', 'person', [make.row(start, null, name, language, kind)]),
  ];
}

function contact(make: Maker, at: number, n: number): Rows[number] {
  return make.row(
    at,
    'customer',
    make.value('contact-point', idOf(-2), { category: 'pd:UID', origin: 'derived' }),
    make.value('phone', '+37251234567', { category: 'pd:TelephoneNumber' }),
    make.value('name', n % 7 === 0 ? 'Mägi, Mari' : null, { category: 'pd:Name' }),
    make.value('attributes', `{"order":"EE-${String(n)}","note":"отзыв, zażalenie, perché"}`, { freeText: true }),
    make.value('channel', 'voice'),
    make.value('direction', n % 5 === 0 ? 'outbound' : 'inbound'),
    make.value('connected-at', iso(at + 20_000)),
    make.value('closed-at', iso(at + 300_000)),
    make.value('end-reason', 'bye'),
    make.value('attribution', 'attributed'),
  );
}

function parties(make: Maker, at: number): Rows {
  const own = make.value('aor', '+37251234567', { category: 'pd:TelephoneNumber' });
  const other = make.value('aor', null, { withheld: true, category: 'pd:TelephoneNumber' });
  return [
    make.row(at, 'customer', own, make.value('role', 'customer')),
    make.row(at, 'customer', other, make.value('role', 'agent')),
  ];
}

function contactData(make: Maker, times: readonly number[], recordings: number): HeldTable[] {
  const events = times.flatMap((at) => [
    make.row(at, null, make.value('kind', 'held')),
    make.row(at + 60_000, null, make.value('kind', 'resumed')),
  ]);
  const recorded = times
    .slice(0, recordings)
    .map((at) => make.row(at, null, make.value('part', 'agent'), make.value('ended-at', iso(at + 280_000))));
  const facts = times.map((at) =>
    make.row(
      at,
      'customer',
      make.value('contact', randomUUID(), { category: 'pd:UID', origin: 'derived' }),
      make.value('duration', '300', { origin: 'derived' }),
    ),
  );
  return [
    make.table(
      'operative',
      'contact',
      times.map((at, n) => contact(make, at, n)),
    ),
    make.table(
      'operative',
      'contact_party',
      times.flatMap((at) => parties(make, at)),
    ),
    make.table('operative', 'contact_event', events),
    make.table('operative', 'recording', recorded),
    make.table('reporting', 'contact_fact', facts),
  ];
}

/** The first conversation was destroyed after a withdrawal; of each third one something of the agent is missing. */
function measuresOf(n: number): PersonReport['conversations'][number]['measures'] {
  const whole = {
    part: 'agent',
    expectedMs: 280_000,
    removedMs: 0,
    missingOursMs: 0,
    missingTheirsMs: 0,
    cause: null,
    restMissing: false,
  };
  if (n === 0) return [{ ...whole, channel: 'customer', expectedMs: 9900, keptMs: 0, removedMs: 9900 }];
  const customer = { ...whole, channel: 'customer', keptMs: 280_000 };
  if (n % 3 > 0) return [customer];
  return [customer, { ...whole, channel: 'agent', keptMs: 278_500, missingTheirsMs: 1500, cause: 'packets-lost' }];
}

function conversation(at: number, n: number, recorded: boolean): PersonReport['conversations'][number] {
  const recording = {
    ...{ id: idOf(10_000 + n), part: 'agent', state: 'finished', startedAt: iso(at), endedAt: iso(at + 280_000) },
    ...{ seconds: 280, inseparable: n === 3 },
  };
  const consent = { at: iso(at), purpose: 'quality-check', state: 'given', wordingVersion: '2026-1', evidence: 'digit' };
  return {
    ...{ contactId: idOf(n), openedAt: iso(at), closedAt: iso(at + 300_000), direction: 'inbound', channel: 'voice' },
    outcomes: [{ part: 'agent', outcome: recorded ? 'kept' : 'off' }],
    measures: recorded ? measuresOf(n) : [],
    recordings: recorded ? [recording] : [],
    consents: recorded ? [consent] : [],
  };
}

function activity(code: string, wording: Wording): PersonReport['activities'][number] {
  const [earliest, latest] = [iso(start), iso(start + 9000 * hour)];
  const rule = { tables: wording.table('contact'), days: 730, start: wording.field('field.closed-at') };
  const dates = { earliest: wording.date(earliest), latest: wording.date(latest) };
  return {
    code,
    title: wording.activity(code, 'title') ?? code,
    purposes: wording.activity(code, 'purposes') ?? '',
    legalBasis: wording.activity(code, 'legalBasis') ?? '',
    categories: ['pd:Name', 'pd:TelephoneNumber', 'pd:Communication'].map((term) => wording.category(term)),
    recipients: wording.activity(code, 'recipients') ?? '',
    periods: [`${wording.say('period.class', rule)}; ${wording.say('period.dates', dates)}`],
    sources: ['subject', 'observed'].map((one) => wording.origin(one)),
    deletions: [{ table: 'contact', className: 'contact', days: 730, earliest, latest }],
  };
}

const identity: PersonReport['identity'] = {
  contactPoints: [
    { id: idOf(-2), kind: 'phone', value: '+37251234567', evidence: 'call-back' },
    { id: idOf(-3), kind: 'email', value: 'mari.magi@example.ee', evidence: 'import' },
  ],
  excluded: [{ kind: 'phone', masked: '•••• 56', sharedWith: 2 }],
  otherPersons: 2,
  recordsOfOthers: 3,
};

function searchedIn(records: readonly HeldTable[], recordingFiles: number, wording: Wording): PersonReport['searched'] {
  const countOf = (database: string) =>
    records.filter((one) => one.database === database).reduce((sum, one) => sum + one.records.length, 0);
  return {
    databases: databaseNames.map((database) => ({ database, answered: true, records: countOf(database) })),
    recordingFiles,
    logs: wording.say('searched.logs'),
    backups: wording.say('searched.backups'),
    diagnostics: [{ openedAt: iso(start), expiresAt: iso(start + 72 * hour), purpose: 'technical-support' }],
  };
}

/** What stands in a report whoever it is about. */
function frame(wording: Wording) {
  const request = { number: 'DSR-2026-00042', openedAt: iso(start + 4000 * hour), verificationLevel: 2 };
  return {
    schema: 'voxkeep.person-report.v1',
    about: 'customer',
    case: { ...request, verificationMethod: 'call-back' },
    generatedAt: iso(start + 4100 * hour),
    timeZone,
    language: wording.language,
    controller: 'Kanaari Kontaktikeskus OÜ',
    contact: { authority: 'Andmekaitse Inspektsioon, Tatari 39, 10134 Tallinn, info@aki.ee', officer: 'dpo@example.ee' },
    catalogueHash: createHash('sha256').update('catalogue').digest('hex'),
    options: { recordings: true, redact: null },
    otherSystems: [
      { name: 'CRM', state: 'answered', by: 'IT', at: iso(start + 4050 * hour), outcome: 'nothing-held' },
      { name: 'PBX voicemail', state: 'outstanding', by: null, at: null, outcome: null },
    ],
    subject: { fullName: 'Mari Mägi-Õunapuu', personId: idOf(-1) },
    identity,
    holds: [{ reference: 'HOLD-2026-00001', basis: 'legal-claim', since: iso(start), contact: 'dpo@example.ee' }],
    earlierRequests: [{ number: 'DSR-2026-00007', kind: 'erasure', state: 'refused', openedAt: iso(start) }],
  } satisfies Partial<PersonReport>;
}

/** A report as a site of some size makes it: `contacts` calls, of which the first `recordings` were recorded. */
export function reportOf(wording: Wording, contacts: number, recordings: number): PersonReport {
  const make = new Maker(wording);
  const times = timesOf(contacts);
  const records = [...masterData(make, times), ...contactData(make, times, recordings)];
  const conversations = times.map((at, n) => conversation(at, n, n < recordings)).reverse();
  const accesses = times.slice(0, 60).map((at, n) => ({
    ...{ at: iso(at + hour), who: wording.word(n % 3 === 0 ? 'supervisor' : 'agent') },
    ...{ action: n % 4 === 0 ? 'recording.listen' : 'contact.reveal', purpose: 'serve-customer', times: 1 },
  }));
  return {
    ...frame(wording),
    period: periodOf(records),
    summary: summaryOf({ records, conversations, accesses }),
    searched: searchedIn(records, recordings, wording),
    activities: ['serve-customer', 'record-contacts', 'report', 'data-protection'].map((code) => activity(code, wording)),
    statements: {
      rights: wording.say('rights.rights'),
      complaint: wording.say('rights.complaint'),
      automatedDecisions: wording.say('rights.automatedDecisions'),
      transfers: wording.say('rights.transfers'),
    },
    records,
    conversations,
    accesses,
    withheldItems: withheldIn(records, null),
  };
}
