import type { http } from '@voxkeep/contracts';
import { removalOf } from './fate.ts';
import { isNo, lastWordOf } from './last-word.ts';

type Recording = http.ContactDetail['recordings'][number];
type Call = Pick<http.ContactDetail, 'openedAt' | 'closedAt' | 'measures' | 'consents'>;

/** What is said of a recording beside its name: while its call goes on since when, and no length, since none stands yet. */
export type ToldRecording =
  | { readonly kind: 'going-on'; readonly since: string; readonly now: 'since' | 'paused' | 'stopped' | 'stoppedByUser' }
  /** The call is over, and its files are not complete yet. */
  | { readonly kind: 'waits' }
  /** `by`: what took it away; null where nobody counted. */
  | { readonly kind: 'removed'; readonly by: http.ChannelMeasure['removedBy'] }
  | { readonly kind: 'kept'; readonly callMs: number | null; readonly recordedMs: number };

/** When the calls of a contact ended: it stays open while its recording waits to be put away. Null: one goes on. */
export function endOf({ closedAt, waitsSince }: Pick<http.ContactRow, 'closedAt' | 'waitsSince'>): string | null {
  return closedAt ?? waitsSince;
}

/** Until when a party was in a call; whoever was there when it ended was there until then. Null: still there. */
export function untilOf(
  { to }: Pick<http.ContactDetail['parties'][number], 'to'>,
  contact: Parameters<typeof endOf>[0],
): string | null {
  return to ?? endOf(contact);
}

const isUnderWay = ({ state }: Pick<Recording, 'state'>): boolean => state === 'recording' || state === 'paused';

/** Decides what is true of a recording now. The length of the call is told of a call that is over only. */
export function tellRecording(recording: Recording, contact: Call): ToldRecording {
  const { openedAt, closedAt, measures } = contact;
  const { part, state, startedAt, recordedMs, waitsForVault } = recording;
  if (closedAt === null && isUnderWay(recording))
    return waitsForVault ? { kind: 'waits' } : { kind: 'going-on', since: startedAt, now: nowOf(recording, contact) };
  const callMs = closedAt === null ? null : Date.parse(closedAt) - Date.parse(openedAt);
  const by = removalOf(part, measures);
  const isGone = recordedMs === 0 && (state === 'removed' || by !== null);
  return isGone ? { kind: 'removed', by } : { kind: 'kept', callMs, recordedMs };
}

/** A hold passes; what rests after a no, or by its user's stop, does not go on by itself. */
function nowOf(
  { state, isStopped }: Pick<Recording, 'state' | 'isStopped'>,
  { consents }: Pick<Call, 'consents'>,
): 'since' | 'paused' | 'stopped' | 'stoppedByUser' {
  if (state !== 'paused') return 'since';
  if (isNo(lastWordOf(consents)?.state)) return 'stopped';
  return isStopped ? 'stoppedByUser' : 'paused';
}
