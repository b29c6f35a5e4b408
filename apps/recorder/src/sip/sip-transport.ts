import { IncomingRequestMessage, Timers } from 'sip.js/lib/core/index.js';
import type { IncomingResponseMessage, Transport } from 'sip.js/lib/core/index.js';
import type { SipCounters } from './counters.js';
import type { SipSource } from './endpoint.js';
import type { Flow } from './wire/flow.js';
import { cseqMethodOf, headOf, headerValue, requestLineOf, statusOf, transactionKey, unfold } from './wire/message-text.js';
import { nextHopOf } from './wire/next-hop.js';
import { readMessage, stampVia } from './wire/read-message.js';
import { Retransmissions } from './wire/retransmissions.js';
import { Routes } from './wire/routes.js';
import { statelessReply } from './wire/stateless-reply.js';
import type { Refusal } from './wire/stateless-reply.js';

export interface SipTransportDoor {
  readonly admits: (source: SipSource) => boolean;
  readonly onRequest: (request: IncomingRequestMessage, flow: Flow) => void;
  readonly onResponse: (response: IncomingResponseMessage) => void;
  /** Opens a TCP connection of our own. */
  readonly connect: (address: string, port: number) => Promise<Flow>;
}

/**
 * The transport layer of RFC 3261 §18 that the library expects below it, with the timers and the checks that it leaves
 * out. The library sends text without an address; the route is found by the top Via or the Call-ID.
 */
export class SipTransport implements Transport {
  readonly protocol = 'UDP';
  private readonly routes = new Routes(() => performance.now());
  private readonly retransmissions: Retransmissions;

  constructor(
    private readonly door: SipTransportDoor,
    private readonly counters: SipCounters,
  ) {
    this.retransmissions = new Retransmissions(() => (counters.retransmissions += 1));
  }

  /** Takes one message off the wire. Latin-1 keeps one character per octet, so that lengths stay true; never throws. */
  receive(bytes: Buffer, flow: Flow): void {
    const text = stampVia(unfold(bytes.toString('latin1')), flow.source);
    if (text.trim() === '') return;
    this.counters.received += 1;
    if (!this.door.admits(flow.source)) {
      this.counters.unknownSource += 1;
      this.refuse(text, flow, { status: 403, reason: 'Forbidden' });
      return;
    }
    const message = readMessage(text);
    if (message === undefined || 'status' in message) this.turnDown(text, flow, message);
    else if (message instanceof IncomingRequestMessage) this.takeRequest(message, text, flow);
    else this.takeResponse(message);
  }

  /** Refuses what cannot be a message, such as a stream whose framing is lost. */
  receiveBroken(head: string, flow: Flow): void {
    this.turnDown(stampVia(unfold(head), flow.source), flow, { status: 400, reason: 'Bad Request' });
  }

  /** Sends a message of the library. Rejects when there is no way to the peer. */
  async send(message: string): Promise<void> {
    const status = statusOf(message);
    if (status === undefined) await this.sendRequest(message);
    else this.sendResponse(message, status);
  }

  isAnswered(request: IncomingRequestMessage): boolean {
    return this.routes.isAnswered(request.viaBranch);
  }

  sweep(isLive: (callId: string) => boolean): void {
    this.routes.sweep(isLive);
  }

  close(): void {
    this.retransmissions.stopAll();
  }

  private takeRequest(request: IncomingRequestMessage, text: string, flow: Flow): void {
    this.routes.remember(request.viaBranch, request.callId, flow);
    if (request.method === 'ACK') this.retransmissions.stop(`R${request.viaBranch}`);
    try {
      this.door.onRequest(request, flow);
    } catch {
      if (this.isAnswered(request)) return;
      this.turnDown(text, flow, { status: 400, reason: 'Bad Request' });
    }
  }

  private takeResponse(response: IncomingResponseMessage): void {
    const key = `Q${response.viaBranch}|${response.method}`;
    if ((response.statusCode ?? 0) >= 200 || response.method === 'INVITE') this.retransmissions.stop(key);
    else this.retransmissions.slow(key);
    try {
      this.door.onResponse(response);
    } catch {
      this.counters.malformed += 1;
    }
  }

  private turnDown(text: string, flow: Flow, refusal: Refusal | undefined): void {
    if (refusal?.status === 420) this.counters.unsupportedExtension += 1;
    else this.counters.malformed += 1;
    if (refusal) this.refuse(text, flow, refusal);
  }

  private refuse(text: string, flow: Flow, refusal: Refusal): void {
    const reply = statelessReply(text, refusal);
    if (reply) flow.write(Buffer.from(reply, 'latin1'));
  }

  private sendResponse(message: string, status: number): void {
    const method = cseqMethodOf(message);
    const transaction = transactionKey(headerValue(message, 'via') ?? '', method);
    const flow = this.routes.ofTransaction(transaction);
    if (!flow?.open) throw new Error('sip.no-route');
    const bytes = encode(message);
    flow.write(bytes);
    if (status >= 200 && method !== 'CANCEL') this.routes.answered(transaction);
    if (!flow.reliable && method === 'INVITE' && status >= 300)
      this.retransmissions.start(`R${transaction}`, flow, bytes, Timers.T2);
  }

  private async sendRequest(message: string): Promise<void> {
    const flow = await this.flowFor(message);
    const addressed = message.replace(/^(Via: SIP\/2\.0\/)\w+/m, `$1${flow.source.transport.toUpperCase()}`);
    const bytes = encode(addressed);
    flow.write(bytes);
    const method = requestLineOf(addressed)?.method ?? '';
    if (flow.reliable || method === 'ACK') return;
    const branch = /;\s*branch=([^;,\s]+)/i.exec(headerValue(addressed, 'via') ?? '')?.[1] ?? '';
    this.retransmissions.start(`Q${branch}|${method}`, flow, bytes, method === 'INVITE' ? Number.POSITIVE_INFINITY : Timers.T2);
  }

  /** The flow that the call used last; a TCP connection that is gone is opened anew to the route set (RFC 3261 §18.1.1). */
  private async flowFor(message: string): Promise<Flow> {
    const callId = headerValue(message, 'call-id') ?? '';
    const known = this.routes.ofCall(callId);
    if (known?.open) return known;
    const hop = nextHopOf(message);
    if (!hop) throw new Error('sip.no-route');
    const flow = await this.door.connect(hop.address, hop.port);
    this.routes.redirect(callId, flow);
    return flow;
  }
}

/** Headers go out as they came in, octet for octet; a body of ours is UTF-8, and the library counted its length so. */
function encode(message: string): Buffer {
  const head = headOf(message);
  return Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(message.slice(head.length), 'utf8')]);
}
