import { normalisePhone } from '@voxkeep/personal-data';
import { parseAddressOfRecord } from './address-of-record.js';
import type { PartyAddress } from './address-of-record.js';
import type { RecordingMetadata } from './metadata.js';

export type PartyRole = 'customer' | 'agent' | 'unknown';

/**
 * How a trunk tells the customer from the agent; `ownNumberPrefixes` are the numbers of the house (`+3726`, `8`), compared with a
 * number as it was dialled and as `region` (ISO 3166) reads it.
 */
export interface PartyRule {
  readonly customerIs: 'first-stream' | 'second-stream' | 'external-number';
  readonly ownNumberPrefixes: readonly string[];
  readonly region: string;
}

/** Who is heard in one offered stream. `inseparable`: several people share it, so no role can be given to it. */
export interface StreamParty {
  readonly index: number;
  readonly label?: string;
  readonly participantIds: readonly string[];
  readonly addresses: readonly PartyAddress[];
  readonly role: PartyRole;
  readonly inseparable: boolean;
  /** The customer's address: that of a customer's stream, or the one that is known in a stream that carries all voices. */
  readonly customer?: PartyAddress;
}

/** Somebody who is heard; `outside`: the first address that is not of the house. */
export interface PresentPerson {
  readonly id: string;
  readonly addresses: readonly PartyAddress[];
  readonly outside?: PartyAddress;
}

/** Who is heard in each stream, and everybody who is heard at all. */
export interface HeardParties {
  readonly parties: readonly StreamParty[];
  readonly people: readonly PresentPerson[];
}

export interface LabelledStream {
  readonly index: number;
  readonly label?: string | undefined;
}

/**
 * Says for each offered audio stream, in offer order, which participants speak in it and which role they have under the
 * trunk's rule. Without metadata only the positional rules give roles; what cannot be told is `unknown`, which grants
 * nothing. Participants whose association with a stream, or with its session, has ended are not counted.
 */
export function hearParties(
  streams: readonly LabelledStream[],
  metadata: RecordingMetadata | undefined,
  rule: PartyRule,
  privacy: readonly string[] = [],
): HeardParties {
  const people = new People(metadata, rule, privacy);
  const heard = streams.map((stream) => ({ stream, ...people.heardIn(stream) }));
  const mixed = streams.length === 1 || heard.some(({ participantIds }) => participantIds.length > 1);
  const customer = mixed ? -1 : customerPosition(heard, people, rule);
  const present = presentIn(heard, people);
  const named = mixed ? customerAmong(present) : heard[customer]?.addresses[0];
  const parties = heard.map(({ stream, participantIds, addresses }, position): StreamParty => ({
    index: stream.index,
    ...(stream.label !== undefined && { label: stream.label }),
    participantIds,
    addresses,
    role: customer < 0 ? 'unknown' : position === customer ? 'customer' : 'agent',
    inseparable: participantIds.length > 1 || (streams.length === 1 && participantIds.length !== 1),
    ...(named && position === Math.max(customer, 0) && { customer: named }),
  }));
  return { parties, people: present };
}

/** As `hearParties`: who is heard in each stream. */
export function matchParties(...told: Parameters<typeof hearParties>): readonly StreamParty[] {
  return hearParties(...told).parties;
}

interface Speakers {
  readonly participantIds: readonly string[];
  readonly addresses: readonly PartyAddress[];
}

interface Person {
  readonly id: string;
  readonly addresses: readonly PartyAddress[];
}

/** Those whom metadata name, found by what they are looked up by; each address is read once. */
class People {
  readonly everybody: readonly Person[];
  readonly #speakers = new Map<string, Set<string>>();
  readonly #external = new Map<PartyAddress, boolean>();
  readonly #isExternal: (address: PartyAddress) => boolean;

  constructor(metadata: RecordingMetadata | undefined, rule: PartyRule, privacy: readonly string[]) {
    const attendance = new Attendance(metadata);
    this.everybody = (metadata?.participants ?? [])
      .filter(({ id }) => !attendance.hasLeft(id))
      .map(({ id, aors }) => ({ id, addresses: aors.map((aor) => parseAddressOfRecord(aor, privacy)) }));
    this.#isExternal = externalBy(rule);
    if (metadata) this.#readSpeakers(metadata, attendance);
  }

  #readSpeakers({ streams, streamAssociations }: RecordingMetadata, attendance: Attendance): void {
    const byId = new Map(streams.map((stream) => [stream.id, stream]));
    for (const { participantId, sends, disassociatedAt } of streamAssociations) {
      if (disassociatedAt) continue;
      for (const stream of sends.map((id) => byId.get(id)))
        if (!attendance.hasLeft(participantId, stream?.sessionId)) this.#speak(stream?.label, participantId);
    }
  }

  /** Who speaks in a stream, by its label. */
  heardIn({ label }: LabelledStream): Speakers {
    const speakers = label === undefined ? undefined : this.#speakers.get(label);
    const participantIds = [...(speakers ?? [])];
    const addresses =
      participantIds.length === 0 ? [] : this.among(new Set(participantIds)).flatMap((person) => person.addresses);
    return { participantIds, addresses };
  }

  among(ids: ReadonlySet<string>): readonly Person[] {
    return this.everybody.filter(({ id }) => ids.has(id));
  }

  /** The first address that is not of the house. */
  externalOf(addresses: readonly PartyAddress[]): PartyAddress | undefined {
    return addresses.find((address) => {
      const known = this.#external.get(address) ?? this.#isExternal(address);
      this.#external.set(address, known);
      return known;
    });
  }

  #speak(label: string | undefined, participantId: string): void {
    if (label === undefined) return;
    const speakers = this.#speakers.get(label);
    if (speakers) speakers.add(participantId);
    else this.#speakers.set(label, new Set([participantId]));
  }
}

/** Who has left which communication session (RFC 7865 §6.4); of one who came back the last word counts. */
class Attendance {
  readonly #hasLeft = new Map<string, Map<string, boolean>>();

  constructor(metadata: RecordingMetadata | undefined) {
    for (const { participantId, sessionId, disassociatedAt } of metadata?.sessionAssociations ?? []) {
      const ofOne = this.#hasLeft.get(participantId) ?? new Map<string, boolean>();
      this.#hasLeft.set(participantId, ofOne.set(sessionId, disassociatedAt !== undefined));
    }
  }

  /** This session, or every one; a participant of whose sessions nothing is told has left none. */
  hasLeft(participantId: string, sessionId?: string): boolean {
    const sessions = this.#hasLeft.get(participantId);
    if (!sessions) return false;
    const ofThis = sessionId === undefined ? undefined : sessions.get(sessionId);
    return ofThis ?? [...sessions.values()].every((left) => left);
  }
}

/** Whoever speaks in a stream. A single stream that names no speakers carries everybody whom the metadata name. */
function presentIn(heard: readonly Speakers[], people: People): readonly PresentPerson[] {
  const told = new Set(heard.flatMap(({ participantIds }) => participantIds));
  const present = told.size === 0 && heard.length === 1 ? people.everybody : people.among(told);
  return present.map((person) => {
    const outside = people.externalOf(person.addresses);
    return { ...person, ...(outside && { outside }) };
  });
}

/**
 * The customer's address where voices share a stream: that of the only participant who is not of the house. Nobody's voice is told
 * apart by it.
 */
function customerAmong(present: readonly PresentPerson[]): PartyAddress | undefined {
  const external = present.flatMap(({ outside }) => outside ?? []);
  return external.length === 1 ? external[0] : undefined;
}

function customerPosition(heard: readonly Speakers[], people: People, rule: PartyRule): number {
  if (rule.customerIs === 'first-stream') return 0;
  if (rule.customerIs === 'second-stream') return 1;
  const external = heard.flatMap(({ addresses }, position) => (people.externalOf(addresses) ? [position] : []));
  return external.length === 1 ? (external[0] ?? -1) : -1;
}

/** A short number, a number of a domain or a name is of the house; a withheld identity is a caller's, whose number the network kept back. */
function externalBy({ ownNumberPrefixes, region }: PartyRule): (address: PartyAddress) => boolean {
  const prefixes = ownNumberPrefixes.map((prefix) => prefix.replace(/[\s()./-]/g, '')).filter((prefix) => prefix !== '');
  return ({ number, local, withheld }) => {
    if (number === undefined) return withheld;
    return local !== true && number.length > 6 && !isOwn(number, prefixes, region);
  };
}

/** Any spelling of a number of the house: `+372 600 1000`, `00372…` and `600 1000` begin alike once they are read. */
function isOwn(number: string, prefixes: readonly string[], region: string): boolean {
  const read = normalisePhone(number, region);
  const spellings = read.kind === 'e164' ? [number, read.value] : [number];
  return prefixes.some((prefix) => spellings.some((spelling) => spelling.startsWith(prefix)));
}
