import { randomBytes } from 'node:crypto';
import type { ClientWire, WireTarget } from './client-wire.js';
import { openClientWire } from './client-wire.js';
import { cseqOf, firstOf, messageText, readClientMessage, statusOf } from './sip-client-text.js';
import type { ClientMessage } from './sip-client-text.js';

export interface SipClientEvents {
  /** The recorder ended the call. */
  readonly onBye: () => void;
  /** The recorder offered anew; returns our SDP. */
  readonly onReoffer: (sdp: string) => string;
}

export interface SentBody {
  readonly contentType: string;
  readonly text: string;
}

const T1 = 500;
const T2 = 4000;
const GIVE_UP_MS = 32_000;

const token = (): string => randomBytes(8).toString('hex');

/** A session recording client for one call: just enough of RFC 3261 to be an independent counterpart of our server. */
export class SipClient {
  readonly callId = token();
  private wire: ClientWire | undefined;
  private cseq = 0;
  private readonly fromTag = token();
  private to: string;
  private remoteTarget: string;
  private routes: readonly string[] = [];
  private readonly waiting = new Map<string, (response: ClientMessage) => void>();
  private readonly provisional = new Set<string>();
  private readonly acks = new Map<number, string>();

  constructor(
    private readonly target: WireTarget,
    private readonly events: SipClientEvents,
    private readonly extraHeaders: readonly string[],
    /** Says that it is a session recording client (RFC 7866 §6.1); some say nothing. */
    private readonly isMarked = true,
  ) {
    this.remoteTarget = `sip:recorder@${hostOf(target.address)}:${target.port}`;
    this.to = `<${this.remoteTarget}>`;
  }

  /** Opens the way to the recorder and returns the local address that it sees us under. */
  async open(): Promise<string> {
    const receive = (text: string): void => {
      this.receive(text);
    };
    this.wire = await openClientWire(this.target, receive, () => undefined);
    return this.wire.localAddress;
  }

  close(): void {
    this.wire?.close();
    this.wire = undefined;
  }

  /** Sends a request of the dialog (INVITE opens it) and gives its final response; undefined when none came. An INVITE is acknowledged. */
  async request(method: 'INVITE' | 'UPDATE' | 'INFO' | 'BYE', body?: SentBody): Promise<ClientMessage | undefined> {
    this.cseq += 1;
    const number = this.cseq;
    const branch = `z9hG4bK${token()}`;
    const response = await this.exchange(`${number} ${method}`, this.requestText(method, number, branch, body));
    if (response && method === 'INVITE') this.acknowledge(response, number, branch);
    return response;
  }

  private exchange(cseq: string, text: string): Promise<ClientMessage | undefined> {
    return new Promise((resolve) => {
      let interval = T1;
      let timer: NodeJS.Timeout | undefined;
      const repeat = (): void => {
        if (!this.wire?.reliable && !this.provisional.has(cseq)) this.wire?.send(text);
        interval = Math.min(interval * 2, T2);
        timer = setTimeout(repeat, interval);
      };
      const finish = (response?: ClientMessage): void => {
        clearTimeout(timer);
        clearTimeout(giveUp);
        this.waiting.delete(cseq);
        resolve(response);
      };
      const giveUp = setTimeout(finish, GIVE_UP_MS);
      this.waiting.set(cseq, finish);
      timer = setTimeout(repeat, interval);
      this.wire?.send(text);
    });
  }

  private acknowledge(response: ClientMessage, number: number, branch: string): void {
    const succeeded = (statusOf(response) ?? 0) < 300;
    if (succeeded) this.enterDialog(response);
    const ack = this.requestText('ACK', number, succeeded ? `z9hG4bK${token()}` : branch, undefined, firstOf(response, 'to'));
    this.acks.set(number, ack);
    this.wire?.send(ack);
  }

  private enterDialog(response: ClientMessage): void {
    this.to = firstOf(response, 'to');
    this.remoteTarget = /<([^>]+)>/.exec(firstOf(response, 'contact'))?.[1] ?? this.remoteTarget;
    if (this.routes.length === 0) this.routes = (response.headers.get('record-route') ?? []).toReversed();
  }

  private receive(text: string): void {
    const message = readClientMessage(text);
    if (!message) return;
    const status = statusOf(message);
    if (status === undefined) this.answer(message);
    else this.takeResponse(message, status);
  }

  private takeResponse(message: ClientMessage, status: number): void {
    const cseq = firstOf(message, 'cseq');
    if (status < 200) {
      this.provisional.add(cseq);
      return;
    }
    const finish = this.waiting.get(cseq);
    const { number, method } = cseqOf(message);
    const ack = this.acks.get(number);
    if (finish) finish(message);
    else if (method === 'INVITE' && ack) this.wire?.send(ack); // our ACK was lost
  }

  private answer(request: ClientMessage): void {
    const [method = ''] = request.startLine.split(' ');
    if (method === 'ACK') return;
    const sdp = method === 'INVITE' ? this.events.onReoffer(request.body) : '';
    const echoed = ['via', 'from', 'to', 'call-id', 'cseq'].flatMap((name) =>
      (request.headers.get(name) ?? []).map((value) => `${name}: ${value}`),
    );
    const typed = sdp ? ['Content-Type: application/sdp'] : [];
    this.wire?.send(messageText('SIP/2.0 200 OK', [...echoed, this.contact(), ...typed], sdp));
    if (method === 'BYE') this.events.onBye();
  }

  private requestText(method: string, number: number, branch: string, body?: SentBody, to = this.to): string {
    const { localAddress = '', localPort = 0 } = this.wire ?? {};
    const local = `${hostOf(localAddress)}:${localPort}`;
    return messageText(
      `${method} ${this.remoteTarget} SIP/2.0`,
      [
        `Via: SIP/2.0/${this.target.transport.toUpperCase()} ${local};branch=${branch};rport`,
        ...this.routes.map((route) => `Route: ${route}`),
        'Max-Forwards: 70',
        `From: <sip:test-call@${local}>;tag=${this.fromTag}`,
        `To: ${to}`,
        `Call-ID: ${this.callId}`,
        `CSeq: ${number} ${method}`,
        this.contact(),
        ...(method === 'INVITE'
          ? [
              ...(this.isMarked ? ['Require: siprec'] : []),
              'Allow: INVITE, ACK, BYE, CANCEL, UPDATE, INFO, OPTIONS',
              ...this.extraHeaders,
            ]
          : []),
        'User-Agent: Voxkeep-test-call',
        ...(body ? [`Content-Type: ${body.contentType}`] : []),
      ],
      body?.text,
    );
  }

  private contact(): string {
    const { localAddress = '', localPort = 0 } = this.wire ?? {};
    return `Contact: <sip:test-call@${hostOf(localAddress)}:${localPort};transport=${this.target.transport}>${this.isMarked ? ';+sip.src' : ''}`;
  }
}

const hostOf = (address: string): string => (address.includes(':') ? `[${address}]` : address);
