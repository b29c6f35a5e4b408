import type { Row } from '@voxkeep/personal-data';
import { leftOfMeasure, recordedTime, type GapInBooks, type PlacedFile } from '@voxkeep/recording';
import type { HeldRows } from '../subject/held-rows.js';
import { groupBy } from './group-by.js';
import type { PersonReport } from './person-report.js';

type Conversation = PersonReport['conversations'][number];
type ByContact = ReadonlyMap<unknown, readonly Row[]>;
interface Said {
  readonly outcomes: ByContact;
  readonly measures: ByContact;
  readonly recordings: ByContact;
  /** The files of the recordings, which say what is still there. */
  readonly segments: ByContact;
  readonly gaps: ByContact;
  readonly consents: ByContact;
  /** They tell what no count does: that the rest of a call is missing. */
  readonly events: ByContact;
}

/**
 * The contacts of a person with the outcome of each part, their recordings and everything that was said about consent, newest
 * first. Without `recordings` the outcomes stay and the recordings are left out.
 */
export function conversationsIn(held: readonly HeldRows[], showRecordings: boolean): Conversation[] {
  const rowsOf = (...tables: string[]) =>
    held.filter(({ step }) => tables.includes(step.table)).flatMap(({ items }) => items.map(({ row }) => row));
  const all = conversationsOf(rowsOf('contact', 'closed_contact'), {
    outcomes: rowsOf('recording_outcome', 'closed_recording_outcome'),
    measures: rowsOf('recording_measure', 'closed_recording_measure'),
    recordings: rowsOf('recording', 'closed_recording'),
    segments: rowsOf('recording_segment', 'closed_recording_segment'),
    gaps: rowsOf('recording_gap', 'closed_recording_gap'),
    consents: rowsOf('consent'),
    events: rowsOf('contact_event', 'closed_contact_event'),
  });
  return showRecordings ? all : all.map((one) => ({ ...one, recordings: [] }));
}

/** The same from rows: contacts, and what hangs off them by `contact_id`. */
export function conversationsOf(contacts: readonly Row[], said: Readonly<Record<keyof Said, readonly Row[]>>): Conversation[] {
  const all = {
    outcomes: byContact(said.outcomes),
    measures: byContact(said.measures),
    recordings: byContact(said.recordings),
    segments: byContact(said.segments),
    gaps: byContact(said.gaps),
    consents: byContact(said.consents),
    events: byContact(said.events),
  };
  return contacts.map((contact) => conversation(contact, all)).sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
}

function byContact(rows: readonly Row[]): ByContact {
  return groupBy(rows, (row) => row['contact_id']);
}

function conversation(contact: Row, { outcomes, measures, recordings, segments, gaps, consents, events }: Said): Conversation {
  const ofThis = (rows: ByContact) => rows.get(contact['id']) ?? [];
  const ofRecording = (rows: ByContact, id: unknown) => ofThis(rows).filter((row) => row['recording_id'] === id);
  const filesOf = (part: string): readonly PlacedFile[] => {
    const own = new Set(ofThis(recordings).flatMap((row) => (text(row, 'part') === part ? [row['id']] : [])));
    return ofThis(segments).flatMap((row) => (own.has(row['recording_id']) ? [fileOf(row)] : []));
  };
  const restMissing = ofThis(events).some((row) => text(row, 'kind') === 'recording.rest-missing');
  return {
    contactId: text(contact, 'id'),
    openedAt: moment(contact, 'opened_at') ?? '',
    closedAt: moment(contact, 'closed_at'),
    direction: text(contact, 'direction'),
    channel: text(contact, 'channel'),
    outcomes: ofThis(outcomes).map((row) => ({ part: text(row, 'part'), outcome: text(row, 'outcome') })),
    measures: ofThis(measures).map((row) => ({ ...measureOf(row, filesOf(text(row, 'part'))), restMissing })),
    recordings: ofThis(recordings).map((row) =>
      recordingOf(row, ofRecording(segments, row['id']).map(fileOf), ofRecording(gaps, row['id']).map(gapOf)),
    ),
    consents: ofThis(consents)
      .map((row) => ({
        at: moment(row, 'at') ?? '',
        purpose: text(row, 'purpose'),
        state: text(row, 'state'),
        wordingVersion: row['wording_version'] === null ? null : text(row, 'wording_version'),
        evidence: text(row, 'evidence_kind'),
      }))
      .sort((a, b) => (a.at < b.at ? -1 : 1)),
  };
}

function fileOf(row: Row): PlacedFile {
  const [startMs, octets] = [Number(row['start_ms']), Number(row['octets'])];
  return { channel: text(row, 'channel'), startMs, octets, state: text(row, 'state') };
}

function gapOf(row: Row): GapInBooks {
  const missingMs = row['missing_ms'] === null ? null : Number(row['missing_ms']);
  return { channel: text(row, 'channel'), fromMs: Number(row['from_ms']), missingMs };
}

function measureOf(row: Row, files: readonly PlacedFile[]): Omit<Conversation['measures'][number], 'restMissing'> {
  const channel = text(row, 'channel');
  return {
    ...{ part: text(row, 'part'), channel, expectedMs: Number(row['expected_ms']) },
    ...leftOfMeasure({ channel, keptMs: Number(row['kept_ms']) }, files),
    ...{ missingOursMs: Number(row['missing_ours_ms']), missingTheirsMs: Number(row['missing_theirs_ms']) },
    cause: row['main_cause'] === null ? null : text(row, 'main_cause'),
  };
}

/** Its length is what of it is there: from its first moment to its last one nothing was kept of a pause, a loss or before the yes. */
function recordingOf(row: Row, files: readonly PlacedFile[], gaps: readonly GapInBooks[]): Conversation['recordings'][number] {
  const [startedAt, endedAt] = [moment(row, 'started_at'), moment(row, 'ended_at')];
  return {
    id: text(row, 'id'),
    part: text(row, 'part'),
    state: text(row, 'state'),
    startedAt,
    endedAt,
    seconds: endedAt === null ? null : Math.round(recordedTime(files, gaps) / 1000),
    inseparable: row['inseparable'] === true,
  };
}

function text(row: Row, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : '';
}

function moment(row: Row, column: string): string | null {
  const value = row[column];
  return value instanceof Date ? value.toISOString() : null;
}
