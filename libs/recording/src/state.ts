import type { FailureCause, RecordingOutcome } from '@voxkeep/contracts';
import type { RecordingGap } from './recording-gap.js';

/**
 * Where a recording stands. `offered` → `waiting` (for consent) → `recording` ⇄ `paused` → one of the final phases.
 * `not-kept`: nothing was ever recorded. `withdrawn` lasts until the call ends, or until the customer agrees anew: then a new
 * segment begins under the new grant and the gap stays in the list.
 */
export type RecordingPhase =
  'offered' | 'waiting' | 'recording' | 'paused' | 'withdrawn' | 'not-kept' | 'finished' | 'failed' | 'recovered';

/** Outcomes that say why nothing was ever recorded. */
export type DeclinedOutcome = Extract<RecordingOutcome, 'refused' | 'unanswered' | 'not-asked' | 'off'>;

/** One recording of one channel; times are whole milliseconds relative to the start of the call. */
export interface RecordingState {
  readonly phase: RecordingPhase;
  /** Time of the last change. */
  readonly atMs: number;
  /** Milliseconds recorded before the stretch that is running now. */
  readonly keptMs: number;
  /** Start of the running stretch; only while `recording`. */
  readonly runningFromMs?: number;
  /** In order, never overlapping; the last one may still be open. */
  readonly gaps: readonly RecordingGap[];
  readonly outcome?: RecordingOutcome;
  readonly failure?: FailureCause;
  readonly endedMs?: number;
}

/** Events after which a recording is over. */
type EndingEvent =
  | { readonly kind: 'ended'; readonly atMs: number }
  /** Nothing will be kept of this call; told at its end, because a "no" may still be followed by a "yes". */
  | { readonly kind: 'declined'; readonly atMs: number; readonly outcome: DeclinedOutcome }
  | { readonly kind: 'failed'; readonly atMs: number; readonly cause: FailureCause }
  /** After a restart: what lies before `keptUntilMs` was rebuilt, the rest up to `atMs` is lost. */
  | { readonly kind: 'recovered'; readonly keptUntilMs: number; readonly atMs: number };

export type RecordingEvent =
  | EndingEvent
  | { readonly kind: 'asked' | 'granted' | 'resumed' | 'withdrawn'; readonly atMs: number }
  | { readonly kind: 'paused'; readonly atMs: number; readonly reason: 'pause' | 'hold' }
  /** Audio between `fromMs` and `atMs` did not arrive or could not be kept. */
  | { readonly kind: 'lost'; readonly fromMs: number; readonly atMs: number };

/** The event does not apply; nothing changed. */
export interface TransitionRefused {
  readonly refused: 'not-from-here' | 'time-runs-back';
  readonly phase: RecordingPhase;
  readonly event: RecordingEvent['kind'];
}

/** A recording that has been offered and about which nothing is decided yet. */
export function offeredRecording(atMs: number): RecordingState {
  return { phase: 'offered', atMs, keptMs: 0, gaps: [] };
}

/** Whether audio may be kept right now. */
export function isRecording(state: RecordingState): boolean {
  return state.phase === 'recording';
}

const allowed: Readonly<Record<RecordingEvent['kind'], readonly RecordingPhase[]>> = {
  asked: ['offered'],
  granted: ['offered', 'waiting', 'withdrawn'],
  declined: ['offered', 'waiting'],
  paused: ['recording'],
  resumed: ['paused'],
  withdrawn: ['recording', 'paused'],
  lost: ['recording'],
  ended: ['offered', 'waiting', 'recording', 'paused', 'withdrawn'],
  failed: ['offered', 'waiting', 'recording', 'paused'],
  recovered: ['recording', 'paused'],
};

/** Applies an event. Pure; an event that does not apply, or that lies before the last change, is refused. */
export function applyRecordingEvent(state: RecordingState, event: RecordingEvent): RecordingState | TransitionRefused {
  const { phase } = state;
  if (state.endedMs !== undefined || !allowed[event.kind].includes(phase))
    return { refused: 'not-from-here', phase, event: event.kind };
  if (!followsInTime(state, event)) return { refused: 'time-runs-back', phase, event: event.kind };
  return next(state, event);
}

function followsInTime(state: RecordingState, event: RecordingEvent): boolean {
  if (event.atMs < state.atMs) return false;
  if (event.kind === 'lost') return event.fromMs >= state.atMs && event.fromMs <= event.atMs;
  if (event.kind === 'recovered') return event.keptUntilMs <= event.atMs;
  return true;
}

function next(state: RecordingState, event: RecordingEvent): RecordingState {
  switch (event.kind) {
    case 'asked':
      return { ...state, phase: 'waiting', atMs: event.atMs };
    case 'granted':
    case 'resumed':
      return running(state, event.atMs);
    case 'paused':
      return { ...opening(state, event.atMs, event.reason), phase: 'paused' };
    case 'withdrawn':
      return { ...opening(state, event.atMs, 'consent-withdrawn'), phase: 'withdrawn', outcome: 'withdrawn' };
    case 'lost':
      return { ...stopped(withLoss(state, event.fromMs), event.atMs), runningFromMs: event.atMs };
    default:
      return over(state, event);
  }
}

function over(state: RecordingState, event: EndingEvent): RecordingState {
  switch (event.kind) {
    case 'declined':
      return { ...stopped(state, event.atMs), phase: 'not-kept', outcome: event.outcome, endedMs: event.atMs };
    case 'failed':
      return { ...stopped(state, event.atMs), phase: 'failed', outcome: 'failed', failure: event.cause, endedMs: event.atMs };
    case 'recovered':
      return recovered(state, event.keptUntilMs, event.atMs);
    case 'ended':
      return ended(state, event.atMs);
  }
}

function running(state: RecordingState, atMs: number): RecordingState {
  const { outcome: _withdrawn, ...rest } = stopped(state, atMs);
  return { ...rest, phase: 'recording', runningFromMs: atMs };
}

function ended(state: RecordingState, atMs: number): RecordingState {
  const end = { ...stopped(state, atMs), endedMs: atMs };
  if (state.phase === 'withdrawn') return end;
  if (state.phase === 'offered') return { ...end, phase: 'not-kept', outcome: 'not-asked' };
  if (state.phase === 'waiting') return { ...end, phase: 'not-kept', outcome: 'unanswered' };
  const paused = end.keptMs === 0 && end.gaps.some(({ reason }) => reason === 'pause' || reason === 'hold');
  return { ...end, phase: 'finished', outcome: paused ? 'paused-throughout' : 'kept' };
}

function recovered(state: RecordingState, keptUntilMs: number, atMs: number): RecordingState {
  const from = Math.max(keptUntilMs, state.runningFromMs ?? atMs);
  const known = from < atMs ? withLoss(state, from) : state;
  return { ...stopped(known, atMs), phase: 'recovered', outcome: 'kept', endedMs: atMs };
}

/** Ends the running stretch at `fromMs` and opens a gap of lost audio there. */
function withLoss(state: RecordingState, fromMs: number): RecordingState {
  return opening(state, fromMs, 'lost');
}

function opening(state: RecordingState, atMs: number, reason: RecordingGap['reason']): RecordingState {
  const before = stopped(state, atMs);
  return { ...before, gaps: [...before.gaps, { reason, fromMs: atMs }] };
}

/** Closes whatever runs or lasts: the stretch is counted, the open gap gets its end. */
function stopped(state: RecordingState, atMs: number): RecordingState {
  const { runningFromMs, ...rest } = state;
  const keptMs = state.keptMs + (runningFromMs === undefined ? 0 : atMs - runningFromMs);
  const gaps = state.gaps.map((gap) => (gap.toMs === undefined ? { ...gap, toMs: atMs } : gap));
  return { ...rest, atMs, keptMs, gaps };
}
