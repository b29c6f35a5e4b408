import type { SessionDialog } from 'sip.js/lib/core/index.js';
import { ALLOW } from '../agent-core.js';
import { sdpBody } from '../final-response.js';
import { Settlement } from './settlement.js';

export const GLARE = 491;

/** Sends a BYE and waits for its response, or for the library's own 408 or 503 when there is none. */
export function sendBye(session: SessionDialog, reason: string): Promise<void> {
  const done = new Settlement<void>();
  const settle = (): void => {
    done.resolve();
  };
  const text = reason.replace(/["\\\r\n]/g, ' ');
  session.bye(
    { onAccept: settle, onReject: settle, onRedirect: settle },
    { extraHeaders: [`Reason: SIP;cause=200;text="${text}"`] },
  );
  return done.promise;
}

/** Sends an offer as a re-INVITE, acknowledges its 2xx and gives the final status; 491 when another re-INVITE is under way. */
export function sendOffer(session: SessionDialog, sdp: string, contact: string): Promise<number> {
  if (session.reinviteUserAgentServer || session.reinviteUserAgentClient) return Promise.resolve(GLARE);
  const answered = new Settlement<number>();
  session.invite(
    {
      onAccept: (response) => {
        response.ack();
        answered.resolve(200);
      },
      onRedirect: () => {
        answered.resolve(302);
      },
      onReject: ({ message }) => {
        answered.resolve(message.statusCode ?? 500);
      },
    },
    { body: sdpBody(sdp), extraHeaders: [`Contact: ${contact}`, ALLOW] },
  );
  return answered.promise;
}
