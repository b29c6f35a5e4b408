import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ReInviteUserAgentServer, Timers, TransactionState } from 'sip.js/lib/core/index.js';
import type { IncomingInviteRequest, IncomingRequest, IncomingRequestMessage, SessionDialog } from 'sip.js/lib/core/index.js';
import type { EndReason, SipDialog, SipSource } from '../endpoint.js';
import { readInfoDigit } from '../info-digit.js';
import { receivedBodyOf } from '../received.js';
import { awaitsAck, endRepetitions, takeInviteAsAck, takeTargetRefresh } from './library-dialog.js';
import { GLARE, NO_ANSWER, sendBye, sendOffer, sendPlain } from './own-requests.js';
import { Reoffer } from './reoffer.js';
import { SessionTimer } from './session-timer.js';
import { Settlement } from './settlement.js';
import type { Surroundings } from './surroundings.js';
import { UpdateUserAgentServer } from './update-server.js';

const GLARE_ATTEMPTS = 4;
const GLARE_PAUSE_T1 = 4; // RFC 3261 §14.1: 0 to 2 s when the peer made the Call-ID
const GONE = [408, 481]; // RFC 3261 §12.2.1.2

/** A dialog from our 200 to its end, around the library's, whose gaps it closes. */
export class LiveDialog implements SipDialog {
  private session: SessionDialog | undefined;
  private over = false;
  private peerTakesUpdate = false;
  private readonly timer: SessionTimer;
  private readonly acknowledgement = new Settlement<void>();

  constructor(
    readonly callId: string,
    readonly transport: SipSource['transport'],
    public currentSdp: string,
    private readonly room: Surroundings,
  ) {
    this.timer = new SessionTimer({
      refresh: () => {
        room.own(this.refresh());
      },
      expired: () => {
        room.counters.sessionsExpired += 1;
        this.hangUp('session expired', 'transport');
      },
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
        const digit = readInfoDigit(contentType ?? '', body);
        if (this.over || !digit) return;
        this.room.counters.infoDigits += 1;
        this.room.handler.infoDigit(this.callId, digit);
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
    else this.room.own(new Reoffer(this, server as IncomingRequest, this.room).answer());
  }

  /** Session-timer headers for the 2xx to this request; the interval starts anew. */
  timerHeaders(message: IncomingRequestMessage): readonly string[] {
    if (message.hasHeader('allow')) this.peerTakesUpdate = message.getHeaders('allow').join().toUpperCase().includes('UPDATE');
    return this.timer.restart(message);
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
    for (let attempt = 1; attempt <= GLARE_ATTEMPTS && !this.over; attempt += 1) {
      const status = await this.ask((session) => sendOffer(session, sdp, [this.contact]));
      if (status !== NO_ANSWER && status < 300) this.currentSdp = sdp;
      if (GONE.includes(status)) this.hangUp('dialog lost', 'transport');
      if (status !== GLARE) return status !== NO_ANSWER && status < 300 ? 'accepted' : 'refused';
      await pause(randomInt(GLARE_PAUSE_T1 * Timers.T1));
    }
    return 'refused';
  }

  async probe(): Promise<'alive' | 'gone' | 'no-answer'> {
    await this.acknowledgement.promise;
    if (this.over) return 'gone';
    this.room.counters.probes += 1;
    const status = await this.ask((session) => sendPlain(this.room.agent.core, session, 'OPTIONS', [this.contact]));
    if (status === NO_ANSWER) return 'no-answer';
    return GONE.includes(status) ? 'gone' : 'alive';
  }

  /** Drops a dialog whose 200 could not be sent. */
  abandon(): void {
    this.close();
    this.session?.dispose();
    this.forget();
  }

  private get contact(): string {
    return `Contact: ${this.room.agent.contactOver(this.transport)}`;
  }

  /** A refresh of the session that is ours to do (RFC 4028 §10). Whoever answers is there, whatever the answer is. */
  private async refresh(): Promise<void> {
    const headers = [this.contact, ...this.timer.headers];
    const status = await this.ask((session) =>
      this.peerTakesUpdate
        ? sendPlain(this.room.agent.core, session, 'UPDATE', headers)
        : sendOffer(session, this.currentSdp, headers),
    );
    if (this.over) return;
    if (status !== NO_ANSWER && !GONE.includes(status)) this.timer.refreshed();
    else {
      this.room.counters.sessionsExpired += 1;
      this.hangUp('session expired', 'transport');
    }
  }

  /** Sends a request of ours; one that cannot leave counts as not answered. */
  private async ask(question: (session: SessionDialog) => Promise<number>): Promise<number> {
    if (!this.session) return NO_ANSWER;
    try {
      return await question(this.session);
    } catch {
      this.room.counters.transportErrors += 1;
      return NO_ANSWER;
    }
  }

  private takeReinvite(request: IncomingInviteRequest): void {
    if (this.over) {
      request.reject({ statusCode: 481 });
      return;
    }
    this.watchAck(request);
    this.room.own(new Reoffer(this, request, this.room).answer());
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
    this.room.own(
      this.sayBye(reason).then(() => {
        this.forget();
      }),
    );
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
