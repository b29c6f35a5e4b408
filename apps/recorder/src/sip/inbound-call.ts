import { SessionDialog } from 'sip.js/lib/core/index.js';
import type { IncomingInviteRequest } from 'sip.js/lib/core/index.js';
import { LiveDialog } from './dialog/live-dialog.js';
import type { Surroundings } from './dialog/surroundings.js';
import { tooSmallInterval } from './dialog/session-timer.js';
import type { Answer } from './endpoint.js';
import { refusalOptions, sdpBody, warningHeaders, type ProtocolRejection } from './final-response.js';
import { SERVER_FAILURE } from './guarded-handler.js';
import { isMarked, offerOf, receivedBodyOf } from './received.js';

/** What the calls of one endpoint share. */
export interface CallRoom extends Surroundings {
  readonly dialogs: Map<string, LiveDialog>;
  /** Call-IDs of offers that are being answered. */
  readonly pending: Set<string>;
}

const ANSWER_WITHIN_MS = 20_000; // the peer gives up after 32 s (timer B)
const SAME_CALL: Answer = { reject: { status: 482, reason: 'Request Merged' } };
const ENCODED: Answer = { reject: { status: 415, reason: 'Unsupported Media Type' } };
const CANCELLED: Answer = { reject: { status: 487, reason: 'Request Terminated' } };

/** An INVITE from its arrival to its one final response. */
export class InboundCall {
  private settled = false;
  private readonly marked: boolean;

  constructor(
    private readonly request: IncomingInviteRequest,
    private readonly room: CallRoom,
  ) {
    this.marked = isMarked(request.message);
  }

  /** Answers the request: at once when it cannot be a recording session of ours, else as the handler decides. */
  answer(): void {
    this.room.counters.invites += 1;
    const refusal = this.refusal();
    if (refusal) this.settle(refusal);
    else this.room.own(this.askHandler());
  }

  private refusal(): Answer | undefined {
    const { message } = this.request;
    if (this.room.dialogs.has(message.callId) || this.room.pending.has(message.callId)) return SAME_CALL;
    if (!this.marked && !this.acceptsUnmarked()) return this.room.handler.unmarked(receivedBodyOf(message).source);
    if (message.hasHeader('content-encoding')) return ENCODED;
    const tooSmall = tooSmallInterval(message);
    if (tooSmall) this.room.counters.intervalsTooSmall += 1;
    return tooSmall && { reject: tooSmall };
  }

  /** A trunk may be set so that whatever it offers is taken for a recording session: some clients mark nothing. */
  private acceptsUnmarked(): boolean {
    const { source, carriesSdp } = receivedBodyOf(this.request.message);
    return carriesSdp && this.room.handler.acceptsUnmarked(source);
  }

  private async askHandler(): Promise<void> {
    const { message } = this.request;
    const { callId } = message;
    const { handler, pending, counters } = this.room;
    const deadline = setTimeout(() => {
      this.settle(SERVER_FAILURE);
    }, ANSWER_WITHIN_MS);
    pending.add(callId);
    try {
      this.request.trying(); // or the peer repeats its INVITE while the handler thinks
      this.request.delegate = {
        onCancel: () => {
          counters.cancelled += 1;
          this.settle(CANCELLED);
        },
      };
      const answer = await handler.offer(offerOf(message, !this.marked));
      if (this.settled) handler.end(callId, 'cancelled');
      else this.settle(answer);
    } finally {
      clearTimeout(deadline);
      pending.delete(callId);
    }
  }

  private settle(answer: Answer): void {
    if (this.settled) return;
    this.settled = true;
    if ('accept' in answer) this.accept(answer);
    else this.reject(answer.reject);
  }

  private accept({ accept: sdp, warning }: Extract<Answer, { readonly accept: string }>): void {
    const { message } = this.request;
    const { agent, counters, handler, dialogs } = this.room;
    const { source } = receivedBodyOf(message);
    const dialog = new LiveDialog(message.callId, source.transport, sdp, this.room);
    try {
      agent.speakOver(source.transport);
      const { session } = this.request.accept({
        statusCode: 200,
        body: sdpBody(sdp),
        extraHeaders: [...warningHeaders(warning), ...dialog.timerHeaders(message)],
      });
      if (!(session instanceof SessionDialog)) throw new Error('sip.not-a-dialog');
      dialog.attach(session);
      dialogs.set(message.callId, dialog);
      counters.accepted += 1;
      handler.established(dialog);
    } catch {
      dialog.abandon();
      counters.transportErrors += 1;
      if ('reject' in SERVER_FAILURE) this.reject(SERVER_FAILURE.reject);
      handler.end(message.callId, 'transport');
    }
  }

  private reject(refusal: ProtocolRejection): void {
    this.room.counters.rejected += 1;
    try {
      this.request.reject(refusalOptions(refusal));
    } catch {
      this.room.counters.transportErrors += 1; // the transaction is over: a response has left already
    }
  }
}
