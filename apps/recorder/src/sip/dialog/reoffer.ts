import type { IncomingInviteRequest, IncomingRequest, IncomingRequestMessage, ResponseOptions } from 'sip.js/lib/core/index.js';
import { refusalOptions, sdpBody, warningHeaders } from '../final-response.js';
import type { Answer, SipSource } from '../endpoint.js';
import { offerOf, receivedBodyOf } from '../received.js';
import { tooSmallInterval } from './session-timer.js';
import type { Surroundings } from './surroundings.js';

/** What an answer needs of the dialog it is for. */
export interface ReofferedDialog {
  readonly callId: string;
  readonly transport: SipSource['transport'];
  readonly isOver: boolean;
  /** Our last SDP, repeated when nothing new is to be said. */
  currentSdp: string;
  readonly timerHeaders: (message: IncomingRequestMessage) => readonly string[];
}

/** A re-INVITE or UPDATE from its arrival to its one final response. */
export class Reoffer {
  constructor(
    private readonly dialog: ReofferedDialog,
    private readonly request: IncomingRequest | IncomingInviteRequest,
    private readonly room: Surroundings,
  ) {}

  async answer(): Promise<void> {
    const { message } = this.request;
    const tooSmall = tooSmallInterval(message);
    if (tooSmall) this.room.counters.intervalsTooSmall += 1;
    try {
      if (message.method === 'INVITE') this.request.trying(); // or the peer repeats it while the handler thinks
      const answer = tooSmall ? { reject: tooSmall } : await this.room.handler.reoffer(this.dialog.callId, offerOf(message));
      if (this.dialog.isOver) this.request.reject({ statusCode: 487 });
      else if ('reject' in answer) this.request.reject(refusalOptions(answer.reject));
      else this.accept(answer);
    } catch {
      this.failSafely();
    }
  }

  private accept({ accept: sdp, warning }: Extract<Answer, { readonly accept: string }>): void {
    const { message } = this.request;
    if (sdp !== '') this.dialog.currentSdp = sdp;
    const contact = message.method === 'UPDATE' ? [this.contact()] : [];
    const headers = [...contact, ...warningHeaders(warning), ...this.dialog.timerHeaders(message)];
    const options: ResponseOptions = { statusCode: 200, extraHeaders: headers };
    const needsSdp = message.method === 'INVITE' || receivedBodyOf(message).carriesSdp;
    this.room.agent.speakOver(this.dialog.transport);
    this.request.accept({ ...options, ...(needsSdp && { body: sdpBody(this.dialog.currentSdp) }) });
  }

  private contact(): string {
    return `Contact: ${this.room.agent.contactOver(this.dialog.transport)}`;
  }

  private failSafely(): void {
    this.room.counters.transportErrors += 1;
    try {
      this.request.reject({ statusCode: 500 });
    } catch {
      this.room.counters.transportErrors += 1; // a final response has left already
    }
  }
}
