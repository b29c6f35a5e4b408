import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';

/** An offer of one stream; its label is not ASCII. */
export const SDP = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\na=label:ä\r\na=sendonly\r\n';
/** Metadata of one participant. */
export const METADATA =
  '<recording><participant participant_id="1"><nameID><name>Bøb Ünïcode</name></nameID></participant></recording>';
/** Both, as a recording client sends them. */
export const MIXED = `--b\r\nContent-Type: application/sdp\r\n\r\n${SDP}\r\n--b\r\nContent-Type: application/rs-metadata+xml\r\n\r\n${METADATA}\r\n--b--\r\n`;

/** What a test changes in a request. */
export interface Parts {
  readonly method?: string;
  readonly cseq?: number;
  readonly branch?: string;
  readonly tag?: string;
  readonly callId?: string;
  readonly headers?: readonly string[];
  readonly type?: string;
  readonly body?: string;
}

/** A peer that speaks raw SIP over UDP and keeps everything it hears. */
export class RawPeer {
  readonly heard: string[] = [];
  private readonly socket: Socket = createSocket('udp4');
  private readonly waiters: { readonly wanted: RegExp; readonly found: (text: string) => void }[] = [];
  taken = 0;
  port = 0;

  async open(target: number, address = '127.0.0.1'): Promise<this> {
    await new Promise<void>((resolve) => this.socket.bind(0, address, resolve));
    this.port = this.socket.address().port;
    this.target = target;
    this.socket.on('message', (bytes) => {
      this.heard.push(bytes.toString('utf8'));
      this.look();
    });
    return this;
  }
  target = 0;

  close(): void {
    this.socket.close();
  }

  send(text: string): void {
    this.socket.send(Buffer.from(text), this.target, '127.0.0.1');
  }

  request({
    method = 'INVITE',
    cseq = 1,
    branch = `z9hG4bK${method}${cseq}`,
    tag,
    callId = 'call-1',
    headers = [],
    type,
    body = '',
  }: Parts = {}): void {
    const extra = [...headers, ...(type ? [`Content-Type: ${type}`] : []), `Content-Length: ${Buffer.byteLength(body)}`];
    const lines = [
      `${method} sip:srs@127.0.0.1:${this.target} SIP/2.0`,
      `Via: SIP/2.0/UDP 127.0.0.1:${this.port};branch=${branch};rport`,
      'Max-Forwards: 70',
      'From: <sip:src@127.0.0.1>;tag=src',
      `To: <sip:srs@127.0.0.1>${tag ? `;tag=${tag}` : ''}`,
      `Call-ID: ${callId}`,
      `CSeq: ${cseq} ${method}`,
      `Contact: <sip:src@127.0.0.1:${this.port}>;+sip.src`,
      ...extra,
    ];
    this.send(`${lines.join('\r\n')}\r\n\r\n${body}`);
  }

  /** Answers a request of the other side. */
  respond(request: string, status: string, headers: readonly string[] = [], body = ''): void {
    const [head = ''] = request.split('\r\n\r\n');
    const echoed = head.split('\r\n').filter((line) => /^(?:Via|From|To|Call-ID|CSeq):/.test(line));
    const typed = body ? ['Content-Type: application/sdp'] : [];
    const contact = `Contact: <sip:src@127.0.0.1:${this.port}>`;
    const lines = [`SIP/2.0 ${status}`, ...echoed, contact, ...headers, ...typed, `Content-Length: ${Buffer.byteLength(body)}`];
    this.send(`${lines.join('\r\n')}\r\n\r\n${body}`);
  }

  invite(change: Parts = {}): void {
    this.request({ type: 'multipart/mixed;boundary=b', body: MIXED, headers: ['Require: siprec'], ...change });
  }

  /** The next message, in the order heard, that matches. */
  next(wanted: RegExp): Promise<string> {
    return new Promise((found) => {
      this.waiters.push({ wanted, found });
      this.look();
    });
  }

  finalsOf(cseq: string): string[] {
    return this.heard
      .filter((text) => /^SIP\/2\.0 [2-6]/.test(text) && text.includes(`CSeq: ${cseq}`))
      .map((text) => text.slice(8, 11));
  }

  private look(): void {
    for (;;) {
      const text = this.heard[this.taken];
      const waiter = this.waiters[0];
      if (text === undefined || !waiter) return;
      this.taken += 1;
      if (!waiter.wanted.test(text)) continue;
      this.waiters.shift();
      waiter.found(text);
    }
  }
}

/** The To tag of a response. */
export const tagOf = (text: string): string => /^To: .*;tag=([^\s;]+)/m.exec(text)?.[1] ?? '';
