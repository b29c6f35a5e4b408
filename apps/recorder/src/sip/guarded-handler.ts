import type { SipCounters } from './counters.js';
import type { Answer, EndReason, InfoDigit, Offer, SipDialog, SipHandler, SipSource } from './endpoint.js';

/** What is answered when the recorder itself failed. */
export const SERVER_FAILURE: Answer = { reject: { status: 500, reason: 'Server Internal Error', retryAfter: 5 } };

/** The handler, such that nothing it throws can cost a request its response. Failures are counted, an unknown source stays out. */
export class GuardedHandler {
  constructor(
    private readonly handler: SipHandler,
    private readonly counters: SipCounters,
  ) {}

  admits(source: SipSource): boolean {
    return this.sure(() => this.handler.admits(source) === 'known');
  }

  acceptsUnmarked(source: SipSource): boolean {
    return this.sure(() => this.handler.acceptsUnmarked(source));
  }

  unmarked(source: SipSource): Answer {
    let answer = SERVER_FAILURE;
    this.tell(() => (answer = this.handler.onUnmarked(source)));
    return answer;
  }

  /** The answer to a question of the recorder; no when it fails. */
  sure(question: () => boolean): boolean {
    let answer = false;
    this.tell(() => (answer = question()));
    return answer;
  }

  offer(offer: Offer): Promise<Answer> {
    return this.ask(() => this.handler.onOffer(offer));
  }

  reoffer(callId: string, offer: Offer): Promise<Answer> {
    return this.ask(() => this.handler.onReoffer(callId, offer));
  }

  established(dialog: SipDialog): void {
    this.tell(() => {
      this.handler.onEstablished(dialog);
    });
  }

  infoDigit(callId: string, digit: InfoDigit): void {
    this.tell(() => {
      this.handler.onInfoDigit(callId, digit);
    });
  }

  end(callId: string, why: EndReason): void {
    this.tell(() => {
      this.handler.onEnd(callId, why);
    });
  }

  private async ask(question: () => Promise<Answer>): Promise<Answer> {
    try {
      return await question();
    } catch {
      this.counters.handlerErrors += 1;
      return SERVER_FAILURE;
    }
  }

  private tell(news: () => void): void {
    try {
      news();
    } catch {
      this.counters.handlerErrors += 1;
    }
  }
}
