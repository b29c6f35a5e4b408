import type { SipCounters } from './counters.js';
import type { Answer, EndReason, Offer, SipDialog, SipHandler, SipSource } from './endpoint.js';

/** What is answered when the recorder itself failed. */
export const SERVER_FAILURE: Answer = { reject: { status: 500, reason: 'Server Internal Error', retryAfter: 5 } };

/** The handler, such that nothing it throws can cost a request its response. Failures are counted, an unknown source stays out. */
export class GuardedHandler {
  constructor(
    private readonly handler: SipHandler,
    private readonly counters: SipCounters,
  ) {}

  admits(source: SipSource): boolean {
    let known = false;
    this.tell(() => (known = this.handler.admits(source) === 'known'));
    return known;
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

  info(callId: string, contentType: string, body: Uint8Array): void {
    this.tell(() => {
      this.handler.onInfo(callId, contentType, body);
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
