import { IncomingRequestMessage, Timers } from 'sip.js/lib/core/index.js';
import type { IncomingResponseMessage, Transport } from 'sip.js/lib/core/index.js';
import type { SipCounters } from './counters.js';
import type { SipSource } from './endpoint.js';
import type { Flow } from './wire/flow.js';
import { LIMITS } from './wire/limits.js';
import { readHead, type MessageHead } from './wire/message-head.js';
import { nextHopOf } from './wire/next-hop.js';
import { readOwnText, type OwnText } from './wire/own-text.js';
import { readMessage } from './wire/read-message.js';
import { Retransmissions } from './wire/retransmissions.js';
import { Routes } from './wire/routes.js';
import { Shares } from './wire/shares.js';
import { statelessReply } from './wire/stateless-reply.js';
import type { Refusal } from './wire/stateless-reply.js';
import { Strangers } from './wire/strangers.js';
import { branchOf, stampVia, transactionKey } from './wire/via.js';

export interface SipTransportDoor {
  readonly admits: (source: SipSource) => boolean;
  /** What becomes of a message of which only the head was read: on to the parser, refused in the same turn, or nothing. */
  readonly atFirstSight: (head: MessageHead, source: SipSource) => Refusal | 'go-on' | 'absorb';
  readonly onRequest: (request: IncomingRequestMessage, flow: Flow) => void;
  /** Whether our own requests of its call go where this one came from: whoever knows a Call-ID is not in the call yet. */
  readonly leads: (request: IncomingRequestMessage) => boolean;
  readonly onResponse: (response: IncomingResponseMessage) => void;
  /** Opens a TCP connection of our own. */
  readonly connect: (address: string, port: number) => Promise<Flow>;
}

const SHORTEST = 5; // shorter datagrams keep a binding of a NAT alive
const BAD_REQUEST: Refusal = { status: 400, reason: 'Bad Request' };

/**
 * The transport layer of RFC 3261 §18 that the library expects below it, with the timers and the checks that it leaves
 * out. A message passes its gates in the order of their cost: source, share, size, admission, and only then the parser. The library
 * sends text without an address; the route is found by the top Via or the Call-ID.
 */
export class SipTransport implements Transport {
  readonly protocol = 'UDP';
  readonly shares: Shares;
  private readonly strangers: Strangers;
  private readonly routes: Routes;
  private readonly retransmissions: Retransmissions;

  constructor(
    private readonly door: SipTransportDoor,
    private readonly counters: SipCounters,
    now: () => number = () => performance.now(),
  ) {
    this.shares = new Shares(now);
    this.strangers = new Strangers(now);
    this.routes = new Routes(now);
    this.retransmissions = new Retransmissions(() => (counters.retransmissions += 1));
  }

  /** What is remembered of messages that came or left; each is forgotten in time. */
  get remembered(): Readonly<Record<string, number>> {
    const { shares, strangers, routes, retransmissions } = this;
    return { shares: shares.size, strangers: strangers.size, routes: routes.size, retransmissions: retransmissions.size };
  }

  /** Takes one message off the wire; never throws. */
  receive(bytes: Buffer, flow: Flow): void {
    if (bytes.length < SHORTEST) return;
    this.counters.received += 1;
    const { address } = flow.source;
    if (!this.door.admits(flow.source)) {
      this.survive(() => {
        this.turnAway(bytes, flow);
      });
    } else if (!flow.reliable && this.shares.restMs(address) > 0) {
      this.counters.overShare += 1; // UDP repeats itself; a stream is read later instead
    } else {
      this.shares.spend(address, bytes.length);
      this.takeIn(bytes, flow);
    }
  }

  /** Refuses what cannot be a message, such as a stream whose framing is lost. */
  receiveBroken(head: MessageHead, status: 400 | 513, flow: Flow): void {
    const isTooLarge = status === 513;
    if (isTooLarge) this.counters.tooLarge += 1;
    else this.counters.malformed += 1;
    this.survive(() => {
      this.refuse(stampVia(head, flow.source), flow, { status, reason: isTooLarge ? 'Message Too Large' : 'Bad Request' });
    });
  }

  /** Sends a message of the library. Rejects when there is no way to the peer. */
  async send(message: string): Promise<void> {
    const own = readOwnText(message);
    if (own.status === undefined) await this.sendRequest(own, message.slice(own.head.length));
    else this.sendResponse(own, own.status, message.slice(own.head.length));
  }

  isAnswered(request: IncomingRequestMessage): boolean {
    return this.routes.isAnswered(request.viaBranch);
  }

  sweep(isLive: (callId: string) => boolean): void {
    this.routes.sweep(isLive);
    this.shares.sweep();
    this.strangers.sweep();
  }

  close(): void {
    this.retransmissions.stopAll();
  }

  /** A stranger costs a bounded look at what it sent, and hears of it only so often. */
  private turnAway(bytes: Buffer, flow: Flow): void {
    this.counters.unknownSource += 1;
    if (!this.strangers.mayHear(flow.source.address)) return;
    this.refuse(stampVia(readHead(bytes, LIMITS.strangersHead), flow.source), flow, { status: 403, reason: 'Forbidden' });
  }

  /** What our own reading fails at is refused as far as its head can be read. */
  private takeIn(bytes: Buffer, flow: Flow): void {
    const head = this.survive(() => stampVia(readHead(bytes), flow.source));
    if (!head || this.survive(() => this.decide(head, bytes.subarray(head.octets), flow))) return;
    this.survive(() => {
      this.refuse(head, flow, BAD_REQUEST);
    });
  }

  /** Counts a failure and lets nothing out: nobody's message ends the process of all calls. Undefined when it failed. */
  private survive<T>(step: () => T): T | undefined {
    try {
      return step();
    } catch {
      this.counters.readingErrors += 1;
      return undefined;
    }
  }

  /** Takes a message whose head was read through its gates. */
  private decide(head: MessageHead, body: Buffer, flow: Flow): 'done' {
    const verdict = this.door.atFirstSight(head, flow.source);
    if (verdict === 'go-on') this.takeMessage(head, body, flow);
    else if (verdict !== 'absorb') this.refuse(head, flow, verdict);
    return 'done';
  }

  private takeMessage(head: MessageHead, body: Buffer, flow: Flow): void {
    const message = readMessage(head, body);
    if (message === undefined || 'status' in message) this.turnDown(head, flow, message);
    else if (message instanceof IncomingRequestMessage) this.takeRequest(message, head, flow);
    else this.takeResponse(message);
  }

  private takeRequest(request: IncomingRequestMessage, head: MessageHead, flow: Flow): void {
    this.routes.remember(request.viaBranch, flow);
    if (this.door.leads(request)) this.routes.redirect(request.callId, flow);
    if (request.method === 'ACK') this.retransmissions.stop(`R${request.viaBranch}`);
    try {
      this.door.onRequest(request, flow);
    } catch {
      if (this.isAnswered(request)) return;
      this.turnDown(head, flow, BAD_REQUEST);
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

  private turnDown(head: MessageHead, flow: Flow, refusal: Refusal | undefined): void {
    if (refusal?.status === 420) this.counters.unsupportedExtension += 1;
    else this.counters.malformed += 1;
    if (refusal) this.refuse(head, flow, refusal);
  }

  private refuse(head: MessageHead, flow: Flow, refusal: Refusal): void {
    const reply = statelessReply(head, refusal);
    if (reply) flow.write(reply);
  }

  private sendResponse({ head, via, method }: OwnText, status: number, body: string): void {
    const transaction = transactionKey(via, method);
    const flow = this.routes.ofTransaction(transaction);
    if (!flow?.open) throw new Error('sip.no-route');
    const bytes = encode(head, body);
    flow.write(bytes);
    if (status >= 200 && method !== 'CANCEL') this.routes.answered(transaction);
    if (!flow.reliable && method === 'INVITE' && status >= 300)
      this.retransmissions.start(`R${transaction}`, flow, bytes, Timers.T2);
  }

  private async sendRequest(own: OwnText, body: string): Promise<void> {
    const flow = await this.flowFor(own);
    const addressed = own.head.replace(/^(Via: SIP\/2\.0\/)\w+/m, `$1${flow.source.transport.toUpperCase()}`);
    const bytes = encode(addressed, body);
    flow.write(bytes);
    const { method } = own;
    if (flow.reliable || method === 'ACK') return;
    const cap = method === 'INVITE' ? Number.POSITIVE_INFINITY : Timers.T2;
    this.retransmissions.start(`Q${branchOf(own.via)}|${method}`, flow, bytes, cap);
  }

  /** The flow that the call used last; a TCP connection that is gone is opened anew to the route set (RFC 3261 §18.1.1). */
  private async flowFor({ head, callId }: OwnText): Promise<Flow> {
    const known = this.routes.ofCall(callId);
    if (known?.open) return known;
    const hop = nextHopOf(head);
    if (!hop) throw new Error('sip.no-route');
    const flow = await this.door.connect(hop.address, hop.port);
    this.routes.redirect(callId, flow);
    return flow;
  }
}

/** Headers go out as they came in, octet for octet; a body of ours is UTF-8, and the library counted its length so. */
function encode(head: string, body: string): Buffer {
  return Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body, 'utf8')]);
}
