import type { AudioChannel, ConsentState, ContactPart, GapReason, LossCause } from '@voxkeep/contracts';
import type { Sealed } from '@voxkeep/personal-data';
import type { Database } from '@voxkeep/platform';
import { contactColumns, contactRecord, withSealed } from './contact-rows.js';
import type { ContactRecord, PartOutcome, PartyRole } from './contact-types.js';
import { callsGoingOn } from './waits-for-vault.js';

export interface PartyRecord {
  readonly id: string;
  readonly role: PartyRole;
  readonly userId: string | null;
  readonly customerOwner: string | null;
  readonly aor: Sealed | null;
  readonly label: string | null;
  readonly fromAt: Date;
  readonly toAt: Date | null;
}

/** Milliseconds count from the start of the call; `octets` are octets of audio as received (G.711: eight a millisecond). */
export interface SegmentRecord {
  readonly id: string;
  readonly recordingId: string;
  readonly channel: AudioChannel;
  readonly number: number;
  readonly fileId: string;
  readonly codec: string;
  readonly startMs: number;
  readonly octets: number;
  /** Hex of the ciphertext's hash; null while the segment is open. */
  readonly sha512: string | null;
  readonly state: 'open' | 'closed' | 'recovered' | 'removed';
  /** The contact's owner of the voice, or the recorder's own where another system had opened the contact. */
  readonly owner: string;
  /** The recording under which the file was sealed, where it stands in another one; else null. */
  readonly sealedAs: string | null;
}

export interface GapRecord {
  readonly id: string;
  readonly recordingId: string;
  readonly channel: AudioChannel | null;
  readonly fromMs: number;
  readonly toMs: number;
  readonly reason: GapReason;
  /** Of a lost stretch what made it; null where that was never found out. */
  readonly cause: LossCause | null;
  /** How much of the stretch is missing, where it stands for several losses within it; null: all of it. */
  readonly missingMs: number | null;
}

/** What was granted of one channel of a part, and what became of it; whole milliseconds. */
export interface MeasureRecord {
  readonly part: ContactPart;
  readonly channel: AudioChannel;
  readonly expectedMs: number;
  readonly keptMs: number;
  readonly missingOursMs: number;
  readonly missingTheirsMs: number;
  readonly mainCause: LossCause | null;
}

export interface RecordingRecord {
  readonly id: string;
  readonly part: ContactPart;
  readonly state: 'recording' | 'paused' | 'finished' | 'recovered' | 'removed';
  readonly codec: string;
  readonly inseparable: boolean;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly segments: readonly SegmentRecord[];
  readonly gaps: readonly GapRecord[];
}

export interface ContactDetail extends ContactRecord {
  /** It was erased with its person: what was said in it, and what was kept of it, is gone. */
  readonly isErased: boolean;
  readonly parties: readonly PartyRecord[];
  /** How many of its calls have neither ended nor wait for the vault, recorded or not. */
  readonly callsGoingOn: number;
  readonly events: readonly {
    readonly id: string;
    readonly kind: string;
    readonly at: Date;
    readonly subjectId: string | null;
    readonly channel: AudioChannel | null;
  }[];
  readonly recordings: readonly RecordingRecord[];
  readonly outcomes: readonly PartOutcome[];
  /** Empty for parts recorded before what is there was counted. */
  readonly measures: readonly MeasureRecord[];
  readonly consents: readonly {
    readonly id: string;
    readonly state: ConsentState;
    readonly at: Date;
    readonly wordingVersion: string | null;
    readonly evidenceKind: string;
  }[];
}

/** Recordings of `$1` with their segments and gaps, as one JSON array. The order of segments is channel, then number. */
export const recordingsOfContact = `
  select coalesce(jsonb_agg(jsonb_build_object(
      'id', r.id, 'part', r.part, 'state', r.state, 'codec', r.codec, 'inseparable', r.inseparable,
      'startedAt', r.started_at, 'endedAt', r.ended_at,
      'segments', (select coalesce(jsonb_agg(jsonb_build_object(
          'id', s.id, 'recordingId', s.recording_id, 'channel', s.channel, 'number', s.number, 'fileId', s.file_id, 'codec', s.codec,
          'startMs', s.start_ms, 'octets', s.octets, 'sha512', encode(s.sha512, 'hex'), 'state', s.state, 'owner', s.owner, 'sealedAs', s.sealed_as
        ) order by s.channel, s.number), '[]') from recording_segment s where s.contact_id = $1 and s.recording_id = r.id),
      'gaps', (select coalesce(jsonb_agg(jsonb_build_object(
          'id', g.id, 'recordingId', g.recording_id, 'channel', g.channel, 'fromMs', g.from_ms, 'toMs', g.to_ms, 'reason', g.reason, 'cause', g.cause,
          'missingMs', g.missing_ms
        ) order by g.from_ms, g.id), '[]') from recording_gap g where g.contact_id = $1 and g.recording_id = r.id)
    ) order by r.started_at), '[]') from recording r where r.contact_id = $1`;

const children = `
  select (${recordingsOfContact}) as recordings,
    exists (select from erased_contact where contact_id = $1) as "isErased",
    (select ${callsGoingOn} from contact c where c.id = $1) as "callsGoingOn",
    (select coalesce(jsonb_agg(jsonb_build_object(
        'id', e.id, 'kind', e.kind, 'at', e.at, 'subjectId', e.subject_id, 'channel', e.channel) order by e.at, e.id), '[]')
      from contact_event e where e.contact_id = $1) as events,
    (select coalesce(jsonb_agg(jsonb_build_object(
        'part', o.part, 'outcome', o.outcome, 'cause', o.cause, 'sipStatus', o.sip_status, 'at', o.at) order by o.part), '[]')
      from recording_outcome o where o.contact_id = $1) as outcomes,
    (select coalesce(jsonb_agg(jsonb_build_object(
        'part', m.part, 'channel', m.channel, 'expectedMs', m.expected_ms, 'keptMs', m.kept_ms, 'missingOursMs', m.missing_ours_ms,
        'missingTheirsMs', m.missing_theirs_ms, 'mainCause', m.main_cause) order by m.part, m.channel desc), '[]')
      from recording_measure m where m.contact_id = $1) as measures,
    (select coalesce(jsonb_agg(jsonb_build_object(
        'id', k.id, 'state', k.state, 'at', k.at, 'wordingVersion', k.wording_version, 'evidenceKind', k.evidence_kind
      ) order by k.at, k.id), '[]') from consent k where k.contact_id = $1) as consents`;

const parties = `
  select id, role, user_id as "userId", customer_owner as "customerOwner", aor, label, from_at as "fromAt", to_at as "toAt"
  from contact_party where contact_id = $1 order by from_at, id`;

type Children = Pick<ContactDetail, 'isErased' | 'callsGoingOn' | 'recordings' | 'events' | 'outcomes' | 'measures' | 'consents'>;

/** Reads a contact and all its children in three statements. */
export async function getContact(database: Database, contactId: string): Promise<ContactDetail | undefined> {
  const [[contact], people, [rest]] = await Promise.all([
    database.rows<object>(`select ${contactColumns} from contact c where c.id = $1`, [contactId], 'operative.contact.get'),
    database.rows<object>(parties, [contactId], 'operative.contact-party.of'),
    database.rows<Children>(children, [contactId], 'operative.contact.children'),
  ]);
  if (contact === undefined || rest === undefined) return undefined;
  return {
    ...contactRecord(contact),
    parties: people.map((party) => withSealed<PartyRecord>(party, ['aor'])),
    isErased: rest.isErased,
    callsGoingOn: rest.callsGoingOn,
    events: rest.events.map(withTimes(['at'])),
    outcomes: rest.outcomes.map(withTimes(['at'])),
    measures: rest.measures,
    consents: rest.consents.map(withTimes(['at'])),
    recordings: rest.recordings.map(withTimes(['startedAt', 'endedAt'])),
  };
}

/** JSON carries times as text; gives them back as dates. */
export function withTimes(fields: readonly string[]): <T extends object>(row: T) => T {
  return (row) => {
    const read = { ...row } as Record<string, unknown>;
    for (const field of fields) if (typeof read[field] === 'string') read[field] = new Date(read[field]);
    return read as typeof row;
  };
}
