import type { Classification } from './classification.js';
import { noteChange } from './registry.js';

/** Where personal data could stand outside a database table. */
export const placeKinds = ['vault', 'second-sink', 'log', 'queue', 'export', 'backup', 'key-file', 'memory'] as const;
export type PlaceKind = (typeof placeKinds)[number];

/** How what stands there ends. */
export type PlaceEnd = 'with-its-rows' | 'with-its-keys' | 'by-age' | 'never-written' | 'kept-as-proof';

/** Something that is no table of a database: files, queues, exports. Declared like an entity, its items like columns. */
export interface CataloguePlace {
  readonly name: string;
  readonly kind: PlaceKind;
  /** Folder of the data directory, or undefined when it is not there. */
  readonly folder?: string;
  readonly what: string;
  readonly end: PlaceEnd;
  /** Longest time in days; for `by-age`. */
  readonly days?: number;
  readonly activities: readonly string[];
  readonly items: Readonly<Record<string, Classification>>;
}

const places = new Map<string, CataloguePlace>();

/** Declares a place; the same name declared again replaces the first. */
export function declarePlace(place: CataloguePlace): void {
  noteChange();
  places.set(place.name, place);
}

/** Every place declared so far, by name. */
export function declaredPlaces(): readonly CataloguePlace[] {
  return [...places.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const no = (reason: string): Classification => ({ as: 'not-personal', reason });
const voice = (label: string): Classification => ({
  ...{ as: 'personal', category: 'pd:Communication', store: 'sealed', origin: 'observed' },
  ...{ erase: 'delete', analytics: 'drop', label },
});

declarePlace({
  name: 'recording segment',
  kind: 'vault',
  folder: 'vault',
  what: 'what was said in one channel between two events of consent, sealed with the contact’s media key',
  end: 'with-its-rows',
  activities: ['record-contacts'],
  items: { header: no('random ids, codec and times relative to the call'), audio: voice('field.recording') },
});
declarePlace({
  name: 'recording journal',
  kind: 'vault',
  folder: 'journal',
  what: 'the last seconds of calls that go on, sealed frame by frame; emptied when their segment is closed',
  end: 'with-its-rows',
  activities: ['record-contacts'],
  items: { frame: voice('field.recording') },
});
declarePlace({
  name: 'second sink',
  kind: 'second-sink',
  folder: 'witness',
  what: 'signed states of the audit log, the erasure journal and the list of destroyed keys, outside every backup',
  end: 'kept-as-proof',
  activities: ['accountability', 'data-protection'],
  items: {
    checkpoint: no('size and hash of the audit log, signed'),
    'erasure journal': no('random ids of what was erased; meaningless once it is'),
    'destroyed keys': no('commitments to random keys'),
  },
});
declarePlace({
  name: 'diagnostic log',
  kind: 'log',
  folder: 'log',
  what: 'declared events with numbers, codes and references that change their key every day',
  end: 'by-age',
  days: 30,
  activities: [],
  items: { event: no('declared fields only; a guard looks at every line that is written') },
});
declarePlace({
  name: 'queue of jobs',
  kind: 'queue',
  what: 'work to be done again and again; a job carries random ids at most',
  end: 'never-written',
  activities: [],
  items: { payload: no('random ids and codes') },
});
declarePlace({
  name: 'personal data report',
  kind: 'export',
  what: 'built in memory for each download or mail and stored nowhere',
  end: 'never-written',
  activities: ['data-protection'],
  items: {
    document: {
      ...{ as: 'personal', category: 'pd:Contact', store: 'clear', origin: 'observed' },
      ...{ erase: 'delete', analytics: 'drop', label: 'field.report', access: false },
    },
  },
});
declarePlace({
  name: 'download of a recording',
  kind: 'export',
  what: 'decoded in memory for whoever holds the right and states why; each one is on record',
  end: 'never-written',
  activities: ['record-contacts'],
  items: { audio: { ...voice('field.recording'), store: 'clear' } as Classification },
});
declarePlace({
  name: 'keys and secrets',
  kind: 'key-file',
  folder: 'keys',
  what: 'the root key, signing keys and certificates of the appliance',
  end: 'with-its-keys',
  activities: [],
  items: { key: { as: 'secret', what: 'keys of the appliance' } },
});
declarePlace({
  name: 'logins of programs',
  kind: 'key-file',
  folder: 'secrets',
  what: 'passwords of the programs at their databases',
  end: 'with-its-keys',
  activities: [],
  items: { password: { as: 'secret', what: 'login of a program at a database' } },
});
declarePlace({
  name: 'certificate of the web server',
  kind: 'key-file',
  folder: 'tls',
  what: 'certificate and key of the web server and of SIP over TLS',
  end: 'with-its-keys',
  activities: [],
  items: { key: { as: 'secret', what: 'key of a TLS certificate' } },
});
declarePlace({
  name: 'log of communication events',
  kind: 'log',
  folder: 'log/communication',
  what: 'numbers and events of calls while two people have opened the switch for them, sealed under a one-time key',
  end: 'by-age',
  days: 4,
  activities: ['telephony'],
  items: {
    event: {
      ...{ as: 'personal', category: 'pd:CommunicationsMetadata', store: 'sealed', origin: 'observed' },
      ...{ erase: 'delete', analytics: 'drop', label: 'field.event' },
    },
  },
});
declarePlace({
  name: 'frozen evidence',
  kind: 'export',
  folder: 'evidence',
  what: 'what was on record at an incident, signed, and sealed to an identity of its own; released by two people',
  end: 'kept-as-proof',
  activities: ['accountability'],
  items: {
    archive: {
      ...{ as: 'personal', category: 'pd:CommunicationsMetadata', store: 'sealed', origin: 'observed' },
      ...{ erase: 'keep', analytics: 'drop', label: 'field.event', access: false },
    },
  },
});
declarePlace({
  name: 'backup set',
  kind: 'backup',
  what: 'rows and recordings of all stores as they lie there, sealed to an identity; its copy of the keys ends first',
  end: 'by-age',
  days: 35,
  activities: [],
  items: {
    rows: { as: 'not-personal', reason: 'ciphertext of an age file; what is sealed in it opens with the keyring only' },
    'copy of the keyring': { as: 'secret', what: 'wrapped keys, at most seven days old' },
  },
});
