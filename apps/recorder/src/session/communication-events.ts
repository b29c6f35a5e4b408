import { defineCommunicationEvent, figure, said, saidList, siteId } from '@voxkeep/platform';

/** An INVITE as it came in. Written only under an open grant. */
export const invitationCame = defineCommunicationEvent('session.invitation-came', {
  trunk: siteId(),
  contact: siteId(),
  source: said(),
  callId: said(),
  parties: saidList(),
  streams: figure(),
  flags: saidList(),
});

/** An INVITE from a known trunk that was turned down. */
export const invitationTurnedDown = defineCommunicationEvent('session.invitation-turned-down', {
  trunk: siteId(),
  source: said(),
  callId: said(),
  reason: said(),
});

/** The end of a recorded call. */
export const communicationEnded = defineCommunicationEvent('session.communication-ended', {
  contact: siteId(),
  reason: said(),
  outcome: said(),
  afterMs: figure(),
});
