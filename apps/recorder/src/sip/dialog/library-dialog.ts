import { NameAddrHeader, TransactionState } from 'sip.js/lib/core/index.js';
import type { IncomingRequestMessage, SessionDialog, URI } from 'sip.js/lib/core/index.js';

/** The parts of the library's dialog that it keeps to itself; version 0.21.2, pinned (ADR 0006). */
interface DialogInside {
  ackWait: boolean;
  readonly dialogState: { remoteSequenceNumber: number | undefined; remoteTarget: URI };
}

const insideOf = (session: SessionDialog): DialogInside => session as unknown as DialogInside;

/**
 * Treats a newer INVITE after our 2xx as the ACK that was lost or never sent (OpenSIPS sends two re-INVITEs within
 * milliseconds and acknowledges the second): the library would refuse every later one with 500.
 */
export function takeInviteAsAck(session: SessionDialog, message: IncomingRequestMessage): void {
  const unacknowledged = session.reinviteUserAgentServer;
  const accepted = unacknowledged?.transaction.state === TransactionState.Accepted;
  if (accepted && message.cseq > unacknowledged.message.cseq) session.reinviteUserAgentServer = undefined;
  const inside = insideOf(session);
  if (inside.ackWait && message.cseq > (session.remoteSequenceNumber ?? 0)) inside.ackWait = false;
}

/** Moves the dialog on for a target refresh that the library did not see (RFC 3311 §5.2); false when it is out of order. */
export function takeTargetRefresh(session: SessionDialog, message: IncomingRequestMessage): boolean {
  const { dialogState } = insideOf(session);
  if (message.cseq <= (dialogState.remoteSequenceNumber ?? 0)) return false;
  dialogState.remoteSequenceNumber = message.cseq;
  const contact: unknown = message.parseHeader('contact');
  if (contact instanceof NameAddrHeader) dialogState.remoteTarget = contact.uri;
  return true;
}

/** Whether our 2xx to the initial INVITE still waits for its ACK; until then no request of ours may leave. */
export const awaitsAck = (session: SessionDialog): boolean => insideOf(session).ackWait;

/**
 * Ends every repetition of a 2xx. The library keeps one timer handle for all of them and loses it when a second one
 * starts; disposing of the dialog would leave the first running for ever.
 */
export function endRepetitions(session: SessionDialog): void {
  session.reinviteUserAgentServer = undefined;
  insideOf(session).ackWait = false;
}
