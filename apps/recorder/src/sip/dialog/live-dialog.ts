import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ReInviteUserAgentServer, TransactionState } from 'sip.js/lib/core/index.js';
import type { IncomingInviteRequest, IncomingRequest, IncomingRequestMessage, SessionDialog } from 'sip.js/lib/core/index.js';
import type { EndReason, SipDialog, SipSource } from '../endpoint.js';
import { receivedBodyOf } from '../received.js';
import { awaitsAck, endRepetitions, takeInviteAsAck, takeTargetRefresh } from './library-dialog.js';
import { GLARE, sendBye, sendOffer } from './own-requests.js';
import { Reoffer } from './reoffer.js';
import { SessionTimer } from './session-timer.js';
import { Settlement } from './settlement.js';
import type { Surroundings } from './surroundings.js';
import { UpdateUserAgentServer } from './update-server.js';

const GLARE_ATTEMPTS = 4;
const GLARE_PAUSE_MS = 2000; // RFC 3261 §14.1: 0 to 2 s when the peer made the Call-ID

/** A dialog from our 200 to its end, around the library's, whose gaps it closes. */
export class LiveDialog implements SipDialog {
  private session: SessionDialog | undefined;
  private over = false;
  private readonly timer: SessionTimer;
  private readonly acknowledgement = new Settlement<void>();

  constructor(
    readonly callId: string,
    readonly transport: SipSource['transport'],
    public currentSdp: string,
    private readonly room: Surroundings,
  ) {
    this.timer = new SessionTimer(() => {
      room.counters.sessionsExpired += 1;
      this.hangUp('session expired', 'transport');
    });
  }

  get isOver(): boolean {
    return this.over;
  }

  /** Takes the library's dialog over, in the same turn in which its 200 left. */
  attach(session: SessionDialog): void {
    this.session = session;
    session.delegate = {
      onAck: () => {
        this.acknowledgement.resolve();
      },
      onAckTimeout: () => {
        this.missAck();
      },
      onBye: (request) => {
        this.room.counters.byes += 1;
        request.accept();
        this.end('bye');
        this.forget();
      },
      onInvite: (request) => {
        this.room.counters.reinvites += 1;
        this.takeReinvite(request);
      },
      onInfo: (request) => {
        this.room.counters.infos += 1;
        request.accept();
        const { contentType, body } = receivedBodyOf(request.message);
        if (!this.over) this.room.handler.info(this.callId, contentType ?? '', body);
      },
    };
  }

  /** Whether a request inside a dialog belongs to this one. */
  owns({ callId, toTag, fromTag }: IncomingRequestMessage): boolean {
    return this.session?.id === callId + toTag + fromTag;
  }

  /** To be called before the library sees a new re-INVITE. */
  prepareReinvite(message: IncomingRequestMessage): void {
    if (!this.session) return;
    takeInviteAsAck(this.session, message);
    if (!awaitsAck(this.session)) this.acknowledgement.resolve();
  }

  /** Answers an UPDATE (RFC 3311 §5.2), whose offer must not cross another. */
  takeUpdate(message: IncomingRequestMessage): void {
    if (!this.session) return;
    this.room.counters.updates += 1;
    const server = new UpdateUserAgentServer(this.room.agent.core, message);
    const { carriesSdp } = receivedBodyOf(message);
    if (this.over) server.reject({ statusCode: 481 });
    else if (!takeTargetRefresh(this.session, message)) server.reject({ statusCode: 500 });
    else if (carriesSdp && this.session.reinviteUserAgentClient) server.reject({ statusCode: GLARE });
    else if (carriesSdp && this.session.reinviteUserAgentServer)
      server.reject({ statusCode: 500, extraHeaders: ['Retry-After: 1'] });
    else void new Reoffer(this, server as IncomingRequest, this.room).answer();
  }

  /** Session-timer headers for the 2xx to this request; the interval starts anew. */
  timerHeaders(message: IncomingRequestMessage): readonly string[] {
    return this.timer.refresh(message);
  }

  async bye(reason: string): Promise<void> {
    if (this.over) return;
    this.close();
    await this.acknowledgement.promise;
    await this.sayBye(reason);
    this.forget();
  }

  async reoffer(sdp: string): Promise<'accepted' | 'refused'> {
    await this.acknowledgement.promise;
    for (let attempt = 1; attempt <= GLARE_ATTEMPTS && this.session && !this.over; attempt += 1) {
      const status = await sendOffer(this.session, sdp, this.room.agent.contactOver(this.transport));
      if (status < 300) this.currentSdp = sdp;
      if (status === 408 || status === 481) this.hangUp('dialog lost', 'transport');
      if (status !== GLARE) return status < 300 ? 'accepted' : 'refused';
      await pause(randomInt(GLARE_PAUSE_MS));
    }
    return 'refused';
  }

  /** Drops a dialog whose 200 could not be sent. */
  abandon(): void {
    this.close();
    this.session?.dispose();
    this.forget();
  }

  private takeReinvite(request: IncomingInviteRequest): void {
    if (this.over) {
      request.reject({ statusCode: 481 });
      return;
    }
    this.watchAck(request);
    void new Reoffer(this, request, this.room).answer();
  }

  /** The library waits for ever for the ACK of a re-INVITE; RFC 3261 §14.2 wants a BYE after 64*T1. */
  private watchAck(request: IncomingInviteRequest): void {
    if (!(request instanceof ReInviteUserAgentServer)) return;
    const { transaction } = request;
    transaction.addStateChangeListener(() => {
      if (transaction.state !== TransactionState.Terminated || this.session?.reinviteUserAgentServer !== request) return;
      this.session.reinviteUserAgentServer = undefined;
      this.missAck();
    });
  }

  private missAck(): void {
    this.room.counters.noAck += 1;
    this.acknowledgement.resolve();
    this.hangUp('no ACK', 'no-ack');
  }

  private hangUp(reason: string, why: EndReason): void {
    if (this.over) return;
    this.end(why);
    void this.sayBye(reason).then(() => {
      this.forget();
    });
  }

  private end(why: EndReason): void {
    if (this.over) return;
    this.close();
    this.room.handler.end(this.callId, why);
  }

  private close(): void {
    this.over = true;
    this.timer.stop();
  }

  private forget(): void {
    this.acknowledgement.resolve();
    if (this.session) endRepetitions(this.session);
    this.session = undefined;
    this.room.forget(this.callId);
  }

  private async sayBye(reason: string): Promise<void> {
    if (!this.session) return;
    try {
      await sendBye(this.session, reason);
    } catch {
      this.room.counters.transportErrors += 1;
    }
  }
}
