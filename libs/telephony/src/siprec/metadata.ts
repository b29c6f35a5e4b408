import type { SdpProblem } from '../sdp/offer.js';
import type { BodyProblem } from './body.js';
import { attributeOf, childrenOf, parseXml, textOf } from './xml.js';
import type { XmlElement } from './xml.js';

/** One communication session under recording. Times are ISO 8601 in UTC. */
export interface MetadataSession {
  readonly id: string;
  readonly sipSessionIds: readonly string[];
  readonly startedAt?: string;
  readonly endedAt?: string;
}

export interface MetadataParticipant {
  readonly id: string;
  readonly aors: readonly string[];
  readonly names: readonly string[];
}

export interface MetadataStream {
  readonly id: string;
  readonly label?: string;
  readonly sessionId?: string;
}

/** Which streams a participant sends into and receives from, and since when (RFC 7865 §6.5). */
export interface StreamAssociation {
  readonly participantId: string;
  readonly sends: readonly string[];
  readonly receives: readonly string[];
  readonly associatedAt?: string;
  readonly disassociatedAt?: string;
}

/** Since when and until when a participant is in a session (RFC 7865 §6.4). */
export interface SessionAssociation {
  readonly participantId: string;
  readonly sessionId: string;
  readonly associatedAt?: string;
  readonly disassociatedAt?: string;
}

export interface RecordingMetadata {
  readonly mode: 'complete' | 'partial';
  readonly sessions: readonly MetadataSession[];
  readonly participants: readonly MetadataParticipant[];
  readonly streams: readonly MetadataStream[];
  readonly streamAssociations: readonly StreamAssociation[];
  readonly sessionAssociations: readonly SessionAssociation[];
}

export type MetadataProblem = 'malformed' | 'too-large' | 'not-rs-metadata';

/** What was odd about a document that was read nevertheless. */
export type MetadataFlag = 'unescaped-ampersand' | 'odd-root' | 'elements-dropped';

/** What was odd about a request, with the part of it in which it was odd. */
export type RequestFlag = `body.${BodyProblem}` | `sdp.${SdpProblem}` | `metadata.${MetadataProblem | MetadataFlag}`;

/** Why nobody can be told to be the customer; a code for the outcome of a call that nobody could answer for. */
export type MetadataFault = 'metadata.unreadable' | 'metadata.missing';

const MAX_CHARACTERS = 256 * 1024;
/** Elements of a document that are read; a call has a handful. */
export const MAX_ELEMENTS = 500;
export const MAX_PARTICIPANTS = 64;
/** Ways in which one participant is named. */
const MAX_NAMED = 8;
/** Streams that one participant sends into, or receives from. */
const MAX_STREAMS = 64;
const ROOTS = ['recording', 'recording_metadata'];

/**
 * Reads RFC 7865 recording metadata, and the drafts before it that are still sent (`recording_metadata` as root, `id` and `session`
 * attributes, `send` inside `participant`, `aor` as an element, any or no namespace, `dataMode`, `Partial`). Never throws.
 * Elements without an id are left out. Of each field only what identifies parties and streams is read (RFC 7865 §10).
 */
export function parseRecordingMetadata(
  xml: string,
): { readonly metadata: RecordingMetadata; readonly flags: readonly MetadataFlag[] } | { readonly problem: MetadataProblem } {
  if (xml.length > MAX_CHARACTERS) return { problem: 'too-large' };
  const document = parseXml(xml.trim());
  if (!document) return { problem: 'malformed' };
  const { root, repaired } = document;
  if (!ROOTS.includes(root.name)) return { problem: 'not-rs-metadata' };
  const flags: MetadataFlag[] = [];
  if (repaired) flags.push('unescaped-ampersand');
  if (root.name !== 'recording') flags.push('odd-root');
  const told = readRecording({ ...root, children: root.children.slice(0, MAX_ELEMENTS) });
  const metadata = bounded(told);
  if (root.children.length > MAX_ELEMENTS || !isWhole(told, metadata)) flags.push('elements-dropped');
  return { metadata, flags };
}

/**
 * What the flags of a request say of its metadata: they came and could not be read, or there were none.
 * Undefined when they were read.
 */
export function metadataFault(flags: readonly RequestFlag[]): MetadataFault | undefined {
  const unreadable: readonly RequestFlag[] = [
    'metadata.malformed',
    'metadata.too-large',
    'metadata.not-rs-metadata',
    'body.malformed',
    'body.too-many-parts',
  ];
  if (flags.some((flag) => unreadable.includes(flag))) return 'metadata.unreadable';
  return flags.includes('body.no-metadata') ? 'metadata.missing' : undefined;
}

function readRecording(root: XmlElement): RecordingMetadata {
  const participants = childrenOf(root, 'participant');
  return {
    mode: isPartial(root) ? 'partial' : 'complete',
    sessions: childrenOf(root, 'session').flatMap(readSession),
    participants: participants.flatMap(readParticipant),
    streams: childrenOf(root, 'stream').flatMap(readStream),
    streamAssociations: [...childrenOf(root, 'participantstreamassoc'), ...participants.filter(sendsItself)].flatMap(
      readStreamAssociation,
    ),
    sessionAssociations: childrenOf(root, 'participantsessionassoc').flatMap(readSessionAssociation),
  };
}

/** What is read of a document: whoever looks one thing of it up for each of another stays within these limits. */
function bounded(told: RecordingMetadata): RecordingMetadata {
  return {
    ...told,
    participants: told.participants
      .slice(0, MAX_PARTICIPANTS)
      .map(({ id, aors, names }) => ({ id, aors: aors.slice(0, MAX_NAMED), names: names.slice(0, MAX_NAMED) })),
    streamAssociations: told.streamAssociations.map((association) => ({
      ...association,
      sends: association.sends.slice(0, MAX_STREAMS),
      receives: association.receives.slice(0, MAX_STREAMS),
    })),
  };
}

function isWhole(told: RecordingMetadata, kept: RecordingMetadata): boolean {
  const count = ({ participants, streamAssociations }: RecordingMetadata): number =>
    [
      participants,
      ...participants.flatMap(({ aors, names }) => [aors, names]),
      ...streamAssociations.flatMap(({ sends, receives }) => [sends, receives]),
    ].reduce((sum, { length }) => sum + length, 0);
  return count(told) === count(kept);
}

function isPartial(root: XmlElement): boolean {
  const mode = textOf(childrenOf(root, 'datamode')[0]) ?? textOf(childrenOf(root, 'dataMode')[0]);
  return mode?.toLowerCase() === 'partial';
}

function readSession(element: XmlElement): readonly MetadataSession[] {
  const id = attributeOf(element, 'session_id', 'id');
  if (!id) return [];
  const startedAt = timeOf(element, 'start-time');
  const endedAt = timeOf(element, 'stop-time');
  return [{ id, sipSessionIds: texts(element, 'sipSessionID'), ...(startedAt && { startedAt }), ...(endedAt && { endedAt }) }];
}

function readParticipant(element: XmlElement): readonly MetadataParticipant[] {
  const id = attributeOf(element, 'participant_id', 'id');
  if (!id) return [];
  const nameIds = childrenOf(element, 'nameID');
  const aors = [...nameIds, element].flatMap((holder) => [attributeOf(holder, 'aor') ?? [], texts(holder, 'aor')].flat());
  return [{ id, aors, names: [...nameIds, element].flatMap((holder) => texts(holder, 'name')) }];
}

function readStream(element: XmlElement): readonly MetadataStream[] {
  const id = attributeOf(element, 'stream_id', 'id');
  if (!id) return [];
  const label = textOf(childrenOf(element, 'label')[0]);
  const sessionId = attributeOf(element, 'session_id', 'session');
  return [{ id, ...(label && { label }), ...(sessionId && { sessionId }) }];
}

function readStreamAssociation(element: XmlElement): readonly StreamAssociation[] {
  const participantId = attributeOf(element, 'participant_id', 'participant', 'id');
  if (!participantId) return [];
  return [{ participantId, sends: texts(element, 'send'), receives: texts(element, 'recv'), ...spanOf(element) }];
}

function readSessionAssociation(element: XmlElement): readonly SessionAssociation[] {
  const participantId = attributeOf(element, 'participant_id', 'participant');
  const sessionId = attributeOf(element, 'session_id', 'session');
  return participantId && sessionId ? [{ participantId, sessionId, ...spanOf(element) }] : [];
}

function spanOf(element: XmlElement): { readonly associatedAt?: string; readonly disassociatedAt?: string } {
  const associatedAt = timeOf(element, 'associate-time');
  const disassociatedAt = timeOf(element, 'disassociate-time');
  return { ...(associatedAt && { associatedAt }), ...(disassociatedAt && { disassociatedAt }) };
}

/** Times without a zone are taken as UTC, `+0300` as `+03:00`; what is no time at all is left out. */
function timeOf(element: XmlElement, name: string): string | undefined {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d+)?)\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(
    textOf(childrenOf(element, name)[0]) ?? '',
  );
  if (!match) return undefined;
  const zone = (match[3] ?? 'Z').toUpperCase().replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  const time = new Date(`${match[1] ?? ''}T${match[2] ?? ''}${zone}`);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

const sendsItself = (participant: XmlElement): boolean => childrenOf(participant, 'send').length > 0;

const texts = (element: XmlElement, name: string): readonly string[] =>
  childrenOf(element, name).flatMap((child) => textOf(child) ?? []);
