import { randomBytes } from 'node:crypto';
import type { ClientWire } from '../../../apps/recorder/src/test-call/client-wire.js';
import {
  cseqOf,
  firstOf,
  messageText,
  readClientMessage,
  statusOf,
  type ClientMessage,
} from '../../../apps/recorder/src/test-call/sip-client-text.js';

const t1 = 500;
const t2 = 4000;
const giveUpMs = 32_000;

const token = (): string => randomBytes(8).toString('hex');

/** What the other side does in a dialog. */
export interface DialogEvents {
  readonly onBye: () => void;
  /** An offer in the dialog; the answer is our SDP. */
  readonly onReoffer: (sdp: string) => string;
}

export interface DialogTerms {
  readonly wire: ClientWire;
  readonly target: { readonly address: string; readonly port: number };
  readonly extraHeaders: readonly string[];
}

/** One recording session seen from its client, over a wire that many share: INVITE, BYE, and answers to what the recorder asks. */
export class Dialog {
  readonly callId = token();
  readonly #fromTag = token();
  readonly #waiting = new Map<string, (response?: ClientMessage) => void>();
  readonly #provisional = new Set<string>();
  readonly #acks = new Map<number, string>();
  #routes: readonly string[] = [];
  #remoteTarget: string;
  #to: string;
  #cseq = 0;

  constructor(
    private readonly terms: DialogTerms,
    private readonly events: DialogEvents,
  ) {
    this.#remoteTarget = `sip:recorder@${terms.target.address}:${terms.target.port}`;
    this.#to = `<${this.#remoteTarget}>`;
  }

  /** The final response to an INVITE, acknowledged; undefined when none came within 32 s. */
  async invite(contentType: string, body: string): Promise<ClientMessage | undefined> {
    const branch = `z9hG4bK${token()}`;
    const response = await this.#exchange('INVITE', branch, [`Content-Type: ${contentType}`, ...this.terms.extraHeaders], body);
    if (response) this.#acknowledge(response, branch);
    return response;
  }

  bye(): Promise<ClientMessage | undefined> {
    return this.#exchange('BYE', `z9hG4bK${token()}`);
  }

  /** Takes a message of this dialog. */
  receive(message: ClientMessage): void {
    const status = statusOf(message);
    if (status === undefined) this.#answer(message);
    else this.#take(message, status);
  }

  #exchange(
    method: 'INVITE' | 'BYE',
    branch: string,
    headers: readonly string[] = [],
    body = '',
  ): Promise<ClientMessage | undefined> {
    this.#cseq += 1;
    const cseq = `${this.#cseq} ${method}`;
    const text = this.#request(method, this.#cseq, branch, headers, body);
    const { wire } = this.terms;
    return new Promise((resolve) => {
      let interval = t1;
      const repeat = (): void => {
        if (!wire.reliable && !this.#provisional.has(cseq)) wire.send(text);
        interval = Math.min(interval * 2, t2);
        timer = setTimeout(repeat, interval);
      };
      const finish = (response?: ClientMessage): void => {
        clearTimeout(timer);
        clearTimeout(giveUp);
        this.#waiting.delete(cseq);
        resolve(response);
      };
      let timer = setTimeout(repeat, interval);
      const giveUp = setTimeout(finish, giveUpMs);
      this.#waiting.set(cseq, finish);
      wire.send(text);
    });
  }

  #take(response: ClientMessage, status: number): void {
    const cseq = firstOf(response, 'cseq');
    if (status < 200) {
      this.#provisional.add(cseq);
      return;
    }
    const finish = this.#waiting.get(cseq);
    const ack = this.#acks.get(cseqOf(response).number);
    if (finish) finish(response);
    else if (ack !== undefined && cseqOf(response).method === 'INVITE') this.terms.wire.send(ack); // our ACK was lost
  }

  #acknowledge(response: ClientMessage, branch: string): void {
    const succeeded = (statusOf(response) ?? 0) < 300;
    this.#to = firstOf(response, 'to');
    if (succeeded) {
      this.#remoteTarget = /<([^>]+)>/.exec(firstOf(response, 'contact'))?.[1] ?? this.#remoteTarget;
      this.#routes = (response.headers.get('record-route') ?? []).toReversed();
    }
    const ack = this.#request('ACK', this.#cseq, succeeded ? `z9hG4bK${token()}` : branch);
    this.#acks.set(this.#cseq, ack);
    this.terms.wire.send(ack);
  }

  #answer(request: ClientMessage): void {
    const [method = ''] = request.startLine.split(' ');
    if (method === 'ACK') return;
    const sdp = method === 'INVITE' || method === 'UPDATE' ? this.events.onReoffer(request.body) : '';
    const echoed = ['via', 'from', 'to', 'call-id', 'cseq'].flatMap((name) =>
      (request.headers.get(name) ?? []).map((value) => `${name}: ${value}`),
    );
    const typed = sdp ? ['Content-Type: application/sdp'] : [];
    this.terms.wire.send(messageText('SIP/2.0 200 OK', [...echoed, this.#contact(), ...typed], sdp));
    if (method === 'BYE') this.events.onBye();
  }

  #request(method: string, number: number, branch: string, headers: readonly string[] = [], body = ''): string {
    const { localAddress, localPort, reliable } = this.terms.wire;
    const siprec = method === 'INVITE' ? ['Require: siprec', 'Allow: INVITE, ACK, BYE, CANCEL, UPDATE, INFO, OPTIONS'] : [];
    return messageText(
      `${method} ${this.#remoteTarget} SIP/2.0`,
      [
        `Via: SIP/2.0/${reliable ? 'TCP' : 'UDP'} ${localAddress}:${localPort};branch=${branch};rport`,
        ...this.#routes.map((route) => `Route: ${route}`),
        'Max-Forwards: 70',
        `From: <sip:load@${localAddress}:${localPort}>;tag=${this.#fromTag}`,
        `To: ${this.#to}`,
        `Call-ID: ${this.callId}`,
        `CSeq: ${number} ${method}`,
        this.#contact(),
        ...siprec,
        ...headers,
      ],
      body,
    );
  }

  #contact(): string {
    const { localAddress, localPort, reliable } = this.terms.wire;
    return `Contact: <sip:load@${localAddress}:${localPort};transport=${reliable ? 'tcp' : 'udp'}>;+sip.src`;
  }
}

/** Hands each message that comes over a shared wire to the dialog that its Call-ID names. */
export class Dialogs {
  readonly #byCall = new Map<string, Dialog>();

  add(dialog: Dialog): void {
    this.#byCall.set(dialog.callId, dialog);
  }

  remove(dialog: Dialog): void {
    this.#byCall.delete(dialog.callId);
  }

  readonly receive = (text: string): void => {
    const message = readClientMessage(text);
    if (message) this.#byCall.get(firstOf(message, 'call-id'))?.receive(message);
  };
}
