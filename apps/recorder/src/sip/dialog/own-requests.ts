import { NonInviteClientTransaction, TransactionState, UserAgentClient } from 'sip.js/lib/core/index.js';
import type { OutgoingRequestDelegate, SessionDialog, UserAgentCore } from 'sip.js/lib/core/index.js';
import { ALLOW } from '../agent-core.js';
import { sdpBody } from '../final-response.js';
import { Settlement } from './settlement.js';

export const GLARE = 491;
/** In place of a status: the peer said nothing, or could not be reached. */
export const NO_ANSWER = 0;

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
export function sendOffer(session: SessionDialog, sdp: string, headers: readonly string[]): Promise<number> {
  if (session.reinviteUserAgentServer || session.reinviteUserAgentClient) return Promise.resolve(GLARE);
  const answered = new Settlement<number>();
  session.invite(
    {
      onAccept: (response) => {
        answered.resolve(200);
        response.ack();
      },
      onRedirect: () => {
        answered.resolve(302);
      },
      onReject: ({ message }) => {
        answered.resolve(message.statusCode ?? 500);
      },
    },
    { body: sdpBody(sdp), extraHeaders: [...headers, ALLOW] },
  );
  return answered.promise;
}

/** Sends a request without a body in the dialog and gives its final status, or `NO_ANSWER`. */
export function sendPlain(
  core: UserAgentCore,
  session: SessionDialog,
  method: 'OPTIONS' | 'UPDATE',
  headers: readonly string[],
): Promise<number> {
  const answered = new Settlement<number>();
  const take = ({ message }: { readonly message: { readonly statusCode: number | undefined } }): void => {
    answered.resolve(message.statusCode ?? 500);
  };
  const message = session.createOutgoingRequestMessage(method, { extraHeaders: [...headers] });
  new PlainClient(core, message, { onAccept: take, onRedirect: take, onReject: take }, (status) => {
    answered.resolve(status);
  });
  return answered.promise;
}

/** The library's client for a request that it has no name for; silence is kept apart from a peer that says 408 or 503 itself. */
class PlainClient extends UserAgentClient {
  constructor(
    core: UserAgentCore,
    message: ReturnType<SessionDialog['createOutgoingRequestMessage']>,
    delegate: OutgoingRequestDelegate,
    private readonly settled: (status: number) => void,
  ) {
    super(NonInviteClientTransaction, core, message, delegate);
  }

  /** The library comes here with a 408 that was received as well; then a response has completed the transaction. */
  protected override onRequestTimeout(): void {
    this.settled(this.transaction.state === TransactionState.Completed ? 408 : NO_ANSWER);
  }

  protected override onTransportError(): void {
    this.settled(NO_ANSWER);
  }
}
