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

export interface LabelledStream {
  readonly index: number;
  readonly label?: string | undefined;
}

/**
 * Says for each offered audio stream, in offer order, which participants speak in it and which role they have under the
 * trunk's rule. Without metadata only the positional rules give roles; what cannot be told is `unknown`, which grants
 * nothing. Participants whose association has ended are not counted.
 */
export function matchParties(
  streams: readonly LabelledStream[],
  metadata: RecordingMetadata | undefined,
  rule: PartyRule,
  privacy: readonly string[] = [],
): readonly StreamParty[] {
  const heard = streams.map((stream) => ({ stream, ...speakersOf(stream, metadata, privacy) }));
  const mixed = streams.length === 1 || heard.some(({ participantIds }) => participantIds.length > 1);
  const customer = mixed ? -1 : customerPosition(heard, rule);
  const named = mixed ? customerAmong(heard, metadata, rule, privacy) : heard[customer]?.addresses[0];
  return heard.map(({ stream, participantIds, addresses }, position) => ({
    index: stream.index,
    ...(stream.label !== undefined && { label: stream.label }),
    participantIds,
    addresses,
    role: customer < 0 ? 'unknown' : position === customer ? 'customer' : 'agent',
    inseparable: participantIds.length > 1 || (streams.length === 1 && participantIds.length !== 1),
    ...(named && position === Math.max(customer, 0) && { customer: named }),
  }));
}

interface Speakers {
  readonly participantIds: readonly string[];
  readonly addresses: readonly PartyAddress[];
}

function speakersOf(stream: LabelledStream, metadata: RecordingMetadata | undefined, privacy: readonly string[]): Speakers {
  const ids = metadata?.streams.filter(({ label }) => label !== undefined && label === stream.label).map(({ id }) => id) ?? [];
  const senders =
    metadata?.streamAssociations.filter(
      ({ sends, disassociatedAt }) => !disassociatedAt && sends.some((id) => ids.includes(id)),
    ) ?? [];
  const participantIds = [...new Set(senders.map(({ participantId }) => participantId))];
  const aors =
    metadata?.participants.filter(({ id }) => participantIds.includes(id)).flatMap((participant) => participant.aors) ?? [];
  return { participantIds, addresses: aors.map((aor) => parseAddressOfRecord(aor, privacy)) };
}

/**
 * The customer's address where voices share a stream: that of the only participant who is not of the house. Nobody's voice is told
 * apart by it. A single stream that names no speakers carries everybody whom the metadata name.
 */
function customerAmong(
  heard: readonly Speakers[],
  metadata: RecordingMetadata | undefined,
  rule: PartyRule,
  privacy: readonly string[],
): PartyAddress | undefined {
  const told = new Set(heard.flatMap(({ participantIds }) => participantIds));
  const everybody = told.size === 0 && heard.length === 1;
  const people = (metadata?.participants ?? []).filter(({ id }) => everybody || told.has(id));
  const external = people
    .map(({ aors }) => aors.map((aor) => parseAddressOfRecord(aor, privacy)))
    .filter((addresses) => isExternal(addresses, rule));
  return external.length === 1 ? external[0]?.find((address) => isExternal([address], rule)) : undefined;
}

function customerPosition(heard: readonly Speakers[], rule: PartyRule): number {
  if (rule.customerIs === 'first-stream') return 0;
  if (rule.customerIs === 'second-stream') return 1;
  const external = heard.flatMap(({ addresses }, position) => (isExternal(addresses, rule) ? [position] : []));
  return external.length === 1 ? (external[0] ?? -1) : -1;
}

/** A short number, a number of a domain or a name is of the house; a withheld identity is a caller's, whose number the network kept back. */
function isExternal(addresses: readonly PartyAddress[], rule: PartyRule): boolean {
  return addresses.some(({ number, local, withheld }) => {
    if (number === undefined) return withheld;
    return local !== true && number.length > 6 && !isOwn(number, rule);
  });
}

/** Any spelling of a number of the house: `+372 600 1000`, `00372…` and `600 1000` begin alike once they are read. */
function isOwn(number: string, { ownNumberPrefixes, region }: PartyRule): boolean {
  const read = normalisePhone(number, region);
  const spellings = read.kind === 'e164' ? [number, read.value] : [number];
  return ownNumberPrefixes
    .map((prefix) => prefix.replace(/[\s()./-]/g, ''))
    .some((prefix) => prefix !== '' && spellings.some((spelling) => spelling.startsWith(prefix)));
}
