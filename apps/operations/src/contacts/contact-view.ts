import type { ContactPart, http } from '@voxkeep/contracts';
import type { AlarmRow } from '@voxkeep/monitoring';
import type { z } from 'zod';
import { unreadableOf } from '../access/unreadable.js';
import type { PageNumbers } from './masked-numbers.js';
import { recordingView } from './recording-view.js';
import { agentsOf, type StoredContact, type StoredRow } from './stored-contact.js';

/** What a page knows besides its rows, by id. */
export interface PageNames {
  readonly numbers: PageNumbers;
  readonly queues: ReadonlyMap<string, string>;
  readonly logins: ReadonlyMap<string, string>;
}

type RowView = z.input<typeof http.contactRow>;
type DetailView = z.input<typeof http.contactDetail>;

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
  const playable = row.recordings.filter(({ state }) => state !== 'removed');
  return {
    id,
    openedAt: openedAt.toISOString(),
    closedAt: momentOf(closedAt),
    direction,
    queue: queueId === null ? null : { id: queueId, name: nameIn(queues, queueId) },
    customerNumber: numbers.masked.get(id) ?? null,
    agent: userId === undefined ? null : { userId, login: nameIn(logins, userId) },
    outcome: mainOf(row.outcomes)?.outcome ?? null,
    recordingId: mainOf(playable)?.id ?? null,
    store,
    ...unreadableOf(numbers.faults, id),
  };
}

/** What is wrong with a recording, as the contract has it. */
export function alarmView({ alarm, channel, raisedAt }: AlarmRow): http.RecordingAlarm {
  return { alarm, channel, raisedAt: raisedAt.toISOString() };
}

/** A contact with everything that hangs off it. */
export function detailView(contact: StoredContact, names: PageNames): DetailView {
  return {
    ...rowView({ ...contact, agentUserIds: agentsOf(contact) }, names),
    parties: contact.parties.map(({ id, role, userId, fromAt, toAt }) => ({
      ...{ id, role, userId },
      from: fromAt.toISOString(),
      to: momentOf(toAt),
    })),
    events: contact.events.map(({ at, kind }) => ({ at: at.toISOString(), kind })),
    outcomes: contact.outcomes.map(({ part, outcome, cause, at }) => ({ part, outcome, cause, at: at.toISOString() })),
    measures: contact.measures.map((measure) => ({ ...measure })),
    consents: contact.consents.map(({ state, at, wordingVersion, evidenceKind }) => ({
      state,
      at: at.toISOString(),
      wordingVersion: wordingVersion ?? '',
      evidence: evidenceKind,
    })),
    recordings: contact.recordings.map(recordingView),
  };
}
