import { decideConsent, isGranted, type ConsentEvidence, type Decision, type PartPolicy } from '@voxkeep/consent';
import type { RecordingMode } from '@voxkeep/contracts';
import type { ContactDetail, PendingCommand } from '@voxkeep/operative';
import type { VaultStore } from '@voxkeep/platform';
import { metadataFault } from '@voxkeep/telephony';
import { answerSourceOf, isOwnStop } from '../commands/answer-source.js';
import { decideOutcome, type PartResult } from '../ending/decide-outcome.js';
import { recorderActor, type OperativeKeepers } from '../session-room.js';
import { isRefused } from './not-carried-out.js';
import type { ToldLate } from './told-late.js';

/** What is known, besides its rows, of a call that the recorder did not see end. */
export interface KnownBesidesRows {
  /** The rule of its queue as it stands now: the rows do not keep that of the call's beginning. */
  readonly mode: RecordingMode;
  /** The journal has facts of it, which it has of no call before a yes, and they cannot be read. */
  readonly wasGranted: boolean;
  /** Each no that was told to the recorder when it was dead, in order. */
  readonly told: readonly PendingCommand[];
}

/**
 * The outcome of a call that the recorder did not see end and of which only rows are known. What was removed was withdrawn, and what has
 * audio is kept but for the rest of the call. Of a call that nothing granted it is what it would have been at its end: the gate weighs once
 * more what the rows say was asked and answered. It failed only where there was a yes and nothing is there.
 */
export function outcomeOfInterrupted(contact: RowsOfCall, known: KnownBesidesRows): PartResult {
  const recording = contact.recordings.find(({ part }) => part === 'agent');
  if (recording?.state === 'removed') return { outcome: 'withdrawn' };
  if (recording?.segments.some(({ state, octets }) => state !== 'removed' && octets > 0)) return { outcome: 'kept-with-gaps' };
  const policy = policyOf(contact, known.mode);
  const decision = decideConsent(policy, [...contact.consents.flatMap(evidenceOf), ...known.told.map(noOf)]);
  if (recording || known.wasGranted) return isRefused(contact) || isNo(decision) ? { outcome: 'withdrawn' } : interrupted;
  if (isGranted(decision)) return interrupted;
  const { refused } = decision;
  const rest = { keptOctets: 0, measured: [], vaultFailed: false, allHeld: false } as const;
  return decideOutcome({ refused, wasGranted: false, isUnreadable: isUnreadable(contact), ...rest });
}

type RowsOfCall = Pick<ContactDetail, 'id' | 'openedAt' | 'recordings' | 'consents' | 'events' | 'parties'>;
type Said = ContactDetail['consents'][number];

const interrupted: PartResult = { outcome: 'failed', cause: 'interrupted' };

const isNo = (decision: Decision): boolean =>
  !isGranted(decision) && (decision.refused === 'refused' || decision.refused === 'withdrawn');

/** What its recorder announced, or took for a key, no rule had that records nothing: that came to be off since. */
function policyOf({ id: contactId, openedAt, consents }: RowsOfCall, now: RecordingMode): PartPolicy {
  const isAnnounced = consents.some(({ state, evidenceKind }) => state === 'asked' && evidenceKind === 'announced');
  const wasOn = isAnnounced || consents.some(({ evidenceKind }) => evidenceKind === 'digit');
  const mode = now === 'off' && wasOn ? 'only-with-consent' : now;
  const times = { startedAt: openedAt.getTime(), askedBeforeSeconds: isAnnounced ? 0 : null };
  return { contactId, mode, purpose: onePurpose, channels: ['mixed'], keys: null, ...times };
}

/** Which one it is does not matter: what was said in a contact is for the purpose of its queue. */
const onePurpose = 'quality-check';

function evidenceOf({ id, state, at: moment, wordingVersion, evidenceKind }: Said): readonly ConsentEvidence[] {
  const [at, by] = [moment.getTime(), answerSourceOf(evidenceKind)];
  if (state === 'expired') return [];
  if (state === 'asked') return [{ kind: 'asked', id, at, by, wordingVersion: wordingVersion ?? '' }];
  if (state === 'withdrawn') return [{ kind: 'withdrawn', id, at, by }];
  // It is a row because it counted: an override too.
  return [{ kind: 'api', id, at, by, given: state === 'given', override: true }];
}

function noOf(command: PendingCommand): ConsentEvidence {
  const { id, kind, evidenceKind, askedAt } = command;
  const said = { id, at: askedAt.getTime(), by: answerSourceOf(evidenceKind) };
  return kind === 'withdraw'
    ? { kind: 'withdrawn', ...said }
    : { kind: 'api', given: false, isOwnStop: isOwnStop(command), ...said };
}

/** Whether the metadata could not be read and no later ones told who the customer is. */
function isUnreadable({ events, parties }: RowsOfCall): boolean {
  const flags = events.map(({ kind }) => kind) as Parameters<typeof metadataFault>[0];
  return metadataFault(flags) === 'metadata.unreadable' && !parties.some(({ role }) => role === 'customer');
}

/**
 * Carries out a no that nobody heard any more, or that the books have, and an erasure, where there is something that it takes back. Can be run again.
 * Throws when a file would not go.
 */
export async function takeBackInterrupted(
  { operative, vault }: { readonly operative: OperativeKeepers; readonly vault: Pick<VaultStore, 'remove'> },
  contactId: string,
  told: ToldLate,
): Promise<void> {
  const detail = await operative.contacts.get(contactId);
  if (!detail || detail.recordings.length === 0) return;
  if (!detail.isErased && !(await isTakenBack(operative, detail, told))) return;
  for (const recording of detail.recordings) {
    for (const { fileId } of recording.segments) await vault.remove(fileId);
    if (recording.state !== 'removed') await operative.recordings.remove(contactId, recording.id, null, recorderActor);
  }
}

/** Whether a no takes away what was kept; one that nobody heard is written down first. */
async function isTakenBack(
  { consents }: Pick<OperativeKeepers, 'consents'>,
  contact: ContactDetail,
  told: ToldLate,
): Promise<boolean> {
  const [first] = told.of(contact.id);
  if (!first) return isRefused(contact) && told.destroys(contact.queueId);
  const { id, consentId, evidenceKind, askedAt: at } = first;
  const no = { id: consentId ?? id, state: 'withdrawn', evidenceKind: answerSourceOf(evidenceKind), at, purpose: null } as const;
  await consents.writeNo(contact.id, no, recorderActor);
  told.carriedOut(contact.id);
  return told.destroys(contact.queueId);
}

/**
 * Finishes the recordings of a contact, records its outcome, which is answered, and closes it; what is finished already stays. `at`: when the
 * recorder surely lived; undefined: only rows tell. A call is closed as of the last moment of which anything tells that it went on.
 * `undefined`: there is no such contact.
 */
export async function closeInterrupted(
  { contacts, recordings }: OperativeKeepers,
  contactId: string,
  at: Date | undefined,
  known: (contact: ContactDetail) => KnownBesidesRows,
): Promise<PartResult['outcome'] | undefined> {
  const detail = await contacts.get(contactId);
  if (!detail) return undefined;
  const end = lastSeen(detail, at);
  for (const { id } of detail.recordings) await recordings.finish(contactId, id, end, true, recorderActor);
  const result = outcomeOfInterrupted(detail, known(detail));
  await recordings.recordOutcome(contactId, { part: 'agent', at: end, ...result }, recorderActor);
  await contacts.close(contactId, end, 'interrupted', recorderActor);
  return result.outcome;
}

/** Others may write among the events and consents of a contact when its call is over; its parties and recordings are its recorder's. */
function lastSeen({ openedAt, parties, recordings }: ContactDetail, at = openedAt): Date {
  const moments = [
    ...parties.flatMap(({ fromAt, toAt }) => [fromAt, toAt ?? fromAt]),
    ...recordings.map(({ startedAt }) => startedAt),
  ];
  return [openedAt, ...moments].reduce((last, moment) => (moment > last ? moment : last), at);
}
