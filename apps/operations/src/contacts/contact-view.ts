import { keptOutcomes, type ContactPart, type RecordingOutcome, type http } from '@voxkeep/contracts';
import type { AlarmRow } from '@voxkeep/monitoring';
import { waitsForVault, waitsSince, type RecordingRecord } from '@voxkeep/operative';
import { leftOfMeasure } from '@voxkeep/recording';
import type { z } from 'zod';
import { unreadableOf } from '../access/unreadable.js';
import type { PageNumbers } from './masked-numbers.js';
import { hasAudio, recordingView } from './recording-view.js';
import { agentsOf, type StoredContact, type StoredRow } from './stored-contact.js';

/** What a page knows besides its rows, by id. */
export interface PageNames {
  readonly numbers: PageNumbers;
  readonly queues: ReadonlyMap<string, string>;
  readonly logins: ReadonlyMap<string, string>;
}

type RowView = z.input<typeof http.contactRow>;
type DetailView = Omit<z.input<typeof http.contactDetail>, 'tellsConsent' | 'recordingOff'>;

/** The talk with an agent says more about a contact than its automated part. */
function mainOf<T extends { readonly part: ContactPart }>(parts: readonly T[]): T | undefined {
  return parts.find(({ part }) => part === 'agent') ?? parts[0];
}

/** Empty for what was removed since. */
function nameIn(names: ReadonlyMap<string, string>, id: string): string {
  return names.get(id) ?? '';
}

/** ISO 8601, or null for what has not happened. */
function momentOf(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}

/** A line of the list, as the contract has it. */
export function rowView(row: StoredRow, { numbers, queues, logins }: PageNames): RowView {
  const { id, openedAt, closedAt, direction, queueId, store } = row;
  const [userId] = row.agentUserIds;
  const playable = row.recordings.filter(({ state, hasAudio }) => state !== 'removed' && hasAudio);
  const main = mainOf(row.outcomes);
  return {
    id,
    openedAt: openedAt.toISOString(),
    closedAt: momentOf(closedAt),
    waitsSince: momentOf(row.waitsSince),
    erasedAt: momentOf(row.erasedAt),
    direction,
    queue: queueId === null ? null : { id: queueId, name: nameIn(queues, queueId) },
    customerNumber: numbers.masked.get(id) ?? null,
    agent: userId === undefined ? null : { userId, login: nameIn(logins, userId) },
    outcome: main?.outcome ?? null,
    audioRemoved: main !== undefined && saysKept(main.outcome) && !playable.some(({ part }) => part === main.part),
    recordingId: mainOf(playable)?.id ?? null,
    store,
    ...unreadableOf(numbers.faults, id),
  };
}

function saysKept(outcome: RecordingOutcome): boolean {
  return (keptOutcomes as readonly RecordingOutcome[]).includes(outcome);
}

/** What is wrong with a recording, as the contract has it. */
export function alarmView({ alarm, channel, raisedAt }: AlarmRow): http.RecordingAlarm {
  return { alarm, channel, raisedAt: raisedAt.toISOString() };
}

/** How much has been told of a contact so far; rises with everything that is told, and never falls while its rows are there. */
export function changesOf({ parties, events, consents, outcomes, recordings, closedAt }: StoredContact): number {
  const left = parties.filter(({ toAt }) => toAt !== null);
  const told = [parties, left, events, consents, outcomes, recordings].reduce((sum, { length }) => sum + length, 0);
  return told + (closedAt === null ? 0 : 1);
}

/**
 * Whether the rule of its queue may be told of a contact that goes on: its call has the rule of its beginning, and where something was
 * said or begun, that was another one.
 */
export function followsItsQueue({ closedAt, consents, recordings }: StoredContact): boolean {
  return closedAt === null && consents.length === 0 && recordings.length === 0;
}

/** The measures of a contact with what became of the audio since: the files in the books tell what is still there. */
function measuresNow({ measures, recordings, events }: StoredContact): DetailView['measures'] {
  const ofPart = (asked: ContactPart) => recordings.filter(({ part }) => part === asked);
  const takenBack = new Set(events.filter(({ kind }) => kind === 'recording.removed').map(({ subjectId }) => subjectId));
  const restMissing = events.some(({ kind }) => kind === 'recording.rest-missing');
  return measures.map((measure) => {
    const own = ofPart(measure.part);
    const { keptMs, removedMs } = leftOfMeasure(
      measure,
      own.flatMap(({ segments }) => segments),
    );
    const removedBy = own.some(({ id }) => takenBack.has(id)) ? 'withdrawal' : 'term-or-erasure';
    return { ...measure, keptMs, removedMs, removedBy: removedMs > 0 ? removedBy : null, restMissing };
  });
}

/** Whether all that was kept went, though no file in the books says so any more. */
function isGone(recording: RecordingRecord, measures: DetailView['measures']): boolean {
  return !hasAudio(recording) && measures.some(({ part, removedMs }) => part === recording.part && removedMs > 0);
}

/** What moves a recording between going on and resting. */
const moves: readonly string[] = ['recording.begun', 'recording.resumed', 'recording.paused', 'recording.stopped'];

/** Whether a no or its user ended what rests; a hold passes. Its state says neither, what moved it last does. */
function isStopped({ id, state }: Pick<RecordingRecord, 'id' | 'state'>, events: StoredContact['events']): boolean {
  const last = events.findLast(({ kind, subjectId }) => subjectId === id && moves.includes(kind));
  return state === 'paused' && last?.kind === 'recording.stopped';
}

/** A contact with everything that hangs off it; `neighbours`: other contacts that its events name and that may be seen. */
export function detailView(contact: StoredContact, names: PageNames, neighbours: ReadonlyMap<string, string>): DetailView {
  const recordings = contact.recordings.map((recording) => ({ ...recording, hasAudio: hasAudio(recording) }));
  const measures = measuresNow(contact);
  return {
    ...rowView(
      {
        ...contact,
        recordings,
        agentUserIds: agentsOf(contact),
        waitsSince: 'callsGoingOn' in contact ? waitsSince(contact) : null,
      },
      names,
    ),
    changes: changesOf(contact),
    parties: contact.parties.map(({ id, role, userId, fromAt, toAt }) => ({
      ...{ id, role, userId },
      from: fromAt.toISOString(),
      to: momentOf(toAt),
    })),
    events: contact.events.map(({ at, kind, channel, subjectId }) => ({
      ...{ at: at.toISOString(), kind, channel },
      contactId: (subjectId !== null && neighbours.get(subjectId)) || null,
    })),
    outcomes: contact.outcomes.map(({ part, outcome, cause, at }) => ({ part, outcome, cause, at: at.toISOString() })),
    measures,
    consents: contact.consents.map(({ state, at, wordingVersion, evidenceKind }) => ({
      state,
      at: at.toISOString(),
      wordingVersion: wordingVersion ?? '',
      evidence: evidenceKind,
    })),
    recordings: contact.recordings.map((recording) => ({
      ...recordingView(isGone(recording, measures) ? { ...recording, gaps: [] } : recording),
      waitsForVault: contact.closedAt === null && waitsForVault(recording, contact.events),
      isStopped: isStopped(recording, contact.events),
    })),
  };
}
