import { isGranted, type Decision, type RefusalReason } from '@voxkeep/consent';
import type { ContactEndReason } from '@voxkeep/contracts';
import { communication, diagnostics } from '@voxkeep/platform';
import { measureChannels } from '@voxkeep/recording';
import type { CallLog } from '../books/call-log.js';
import { communicationEnded } from '../communication-events.js';
import { sessionEnded } from '../events.js';
import { decideOutcome, type EndedPart } from './decide-outcome.js';
import { toldOutcome } from './told-outcome.js';
import { writeEnd } from './write-end.js';

/** The end of a call: when, why, and what is known of its part once everything before is told. */
export interface Ending {
  /** Milliseconds since the epoch, and since the start of the call. */
  readonly at: number;
  readonly atMs: number;
  readonly reason: ContactEndReason;
  readonly part: Omit<EndedPart, 'measured'>;
  readonly recovered?: boolean;
}

/** What the gate said last of a call that has ended: no yes counts any more, a no does. */
export function refusedLast(atEnd: Decision, now: Decision): RefusalReason | null {
  const decision = isGranted(now) ? atEnd : now;
  return isGranted(decision) ? null : decision.refused;
}

/** Tells the one outcome of a part, counted from what was granted and what is there, and the end of its contact. */
export function tellEnding(log: Pick<CallLog, 'recordingId' | 'facts' | 'write'>, ending: Ending): void {
  const { at, atMs, reason, recovered = false } = ending;
  const measured = measureChannels(log.facts, atMs);
  writeEnd(log, { at, atMs, reason, recovered }, decideOutcome({ ...ending.part, measured }));
}

/** Writes down how a call ended whose rows all stand: until then an erasure that nobody had heard of may take back what was kept. */
export function logEnding(contactId: string, { facts }: Pick<CallLog, 'facts'>): void {
  const end = facts.findLast((fact) => fact.kind === 'end');
  if (end?.kind !== 'end') return;
  const { atMs, reason } = end;
  const measured = measureChannels(facts, atMs);
  const result = toldOutcome(end, facts);
  const { outcome } = result;
  const missingMs = measured.reduce((sum, { missingOursMs, missingTheirsMs }) => sum + missingOursMs + missingTheirsMs, 0);
  const missingOursMs = measured.reduce((sum, each) => sum + each.missingOursMs, 0);
  diagnostics.record(sessionEnded, { contact: contactId, reason, afterMs: atMs, missingMs, missingOursMs, ...result });
  communication.during({ contactId }, (stream) => {
    stream.record(communicationEnded, { contact: contactId, reason, outcome, afterMs: atMs });
  });
}
