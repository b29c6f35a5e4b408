import type { http } from '@voxkeep/contracts';

type Recording = http.ContactDetail['recordings'][number];
type Call = Pick<http.ContactDetail, 'openedAt' | 'closedAt' | 'measures' | 'events'>;

/** What is said of a recording beside its name: while its call goes on since when, and no length, since none stands yet. */
export type ToldRecording =
  | { readonly kind: 'going-on'; readonly since: string; readonly paused: boolean }
  /** The call is over, and its files are not complete yet. */
  | { readonly kind: 'waits' }
  | { readonly kind: 'removed' }
  | { readonly kind: 'kept'; readonly callMs: number | null; readonly recordedMs: number };

/** When a call ended: its contact is closed when its outcome is told, which the recorder says when it has to wait with that. Null: it goes on. */
export function endOf({ closedAt, events }: Pick<http.ContactDetail, 'closedAt' | 'events'>): string | null {
  return closedAt ?? events.find(({ kind }) => kind === 'recording.waits-for-vault')?.at ?? null;
}

/** Decides what is true of a recording now. The length of the call is told of a call that is over only. */
export function tellRecording(
  { part, state, startedAt, segments }: Recording,
  { openedAt, closedAt, measures, events }: Call,
): ToldRecording {
  if (closedAt === null && (state === 'recording' || state === 'paused'))
    return endOf({ closedAt, events }) !== null
      ? { kind: 'waits' }
      : { kind: 'going-on', since: startedAt, paused: state === 'paused' };
  const callMs = closedAt === null ? null : Date.parse(closedAt) - Date.parse(openedAt);
  const recordedMs = recordedIn(segments);
  const wasRemoved = state === 'removed' || measures.some((measure) => measure.part === part && measure.removedMs > 0);
  return recordedMs === 0 && wasRemoved ? { kind: 'removed' } : { kind: 'kept', callMs, recordedMs };
}

/** Time of which at least one voice is there, in ms: stretches of two channels at the same time count once. */
export function recordedIn(segments: readonly Pick<Recording['segments'][number], 'startMs' | 'durationMs'>[]): number {
  const byStart = [...segments].sort((a, b) => a.startMs - b.startMs);
  let [reached, sum] = [0, 0];
  for (const { startMs, durationMs } of byStart) {
    const end = startMs + durationMs;
    sum += Math.max(0, end - Math.max(reached, startMs));
    reached = Math.max(reached, end);
  }
  return sum;
}
