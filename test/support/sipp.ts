import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseOffer } from '@voxkeep/telephony';
import { findCallerMediaPort, findFreePorts } from './free-ports.js';
import { remember } from './leftovers.js';
import { patienceMs } from './patience.js';
import { until } from './until.js';

const program = '/usr/bin/sipp';
const scenarios = resolve(__dirname, '../system/sipp');

/** Whether SIPp is installed; a test that needs it is skipped by name otherwise. */
export const hasSipp = existsSync(program);

export interface SippOptions {
  /** File name of the scenario, without its ending. */
  readonly scenario: string;
  readonly port: number;
  /** Where the call comes from. */
  readonly from?: string;
}

/** A call that SIPp signals by a scenario of test/system/sipp. It sends no media. */
export class SippCall {
  private readonly directory = mkdtempSync(join(tmpdir(), 'vk-sipp-'));
  private readonly messages = join(this.directory, 'messages.log');
  private readonly child: ChildProcess;
  private code: number | null | undefined;
  private complained = '';

  private constructor(
    { scenario, port, from = '127.0.0.1' }: SippOptions,
    private readonly ports: { readonly sip: number; readonly media: number },
  ) {
    const file = join(this.directory, 'scenario.xml');
    // A call lasts until everything was said, which no length of a pause can promise: see hangUp.
    const written = readFileSync(join(scenarios, `${scenario}.xml`), 'utf8');
    writeFileSync(file, written.replaceAll('<pause/>', '<recv request="INFO"/>'));
    const ours = ['-i', from, '-p', String(ports.sip), '-mp', String(ports.media)];
    const words = [`127.0.0.1:${port}`, '-sf', file, ...ours, '-m', '1', '-timeout', `${patienceMs / 1000}s`];
    this.child = spawn(program, [...words, '-nostdin', '-trace_msg', '-message_file', this.messages], {
      cwd: this.directory,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.child.stderr?.on('data', (part: Buffer) => {
      this.complained = (this.complained + part.toString()).slice(-2000);
    });
    const forget = remember(() => {
      this.forget();
    });
    this.child.once('close', (code) => {
      this.code = code;
      forget();
    });
  }

  static async place(options: SippOptions): Promise<SippCall> {
    const { sip } = await findFreePorts();
    return new SippCall(options, { sip, media: await findCallerMediaPort() });
  }

  /** Waits for the answer and says where the recorder wants the streams, in the order of the offer. */
  async answeredPorts(): Promise<readonly number[]> {
    const sdp = await until('the recorder answers with SDP', () => {
      if (this.code !== undefined) throw new Error(`SIPp ended (${this.code}): ${this.complained}`);
      return this.received()
        .find((message) => /^SIP\/2\.0 200 /.test(message) && message.includes('m=audio'))
        ?.split(/\r?\n\r?\n/)[1];
    });
    const outcome = parseOffer(sdp);
    return 'offer' in outcome ? outcome.offer.media.map(({ port }) => port) : [];
  }

  /** The Call-ID, which the scenarios give as session id too. */
  get callId(): string {
    return /^Call-ID: (.+?)\r?$/m.exec(this.trace())?.[1] ?? '';
  }

  /** Lets the scenario go on to its BYE, by the only thing that SIPp waits for: a request of this call. */
  async hangUp(): Promise<void> {
    const socket = createSocket('udp4');
    const lines = [
      'INFO sip:sipp@127.0.0.1 SIP/2.0',
      'Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKhang-up',
      'From: <sip:test@127.0.0.1>;tag=test',
      'To: <sip:sipp@127.0.0.1>',
      `Call-ID: ${this.callId}`,
      'CSeq: 1 INFO',
      'Content-Length: 0',
    ];
    await new Promise((sent) => {
      socket.send(`${lines.join('\r\n')}\r\n\r\n`, this.ports.sip, '127.0.0.1', sent);
    });
    socket.close();
  }

  /** Waits for the end; 0 when the call went as the scenario says. */
  async ended(): Promise<number | null> {
    const { code } = await until('SIPp has ended', () => (this.code === undefined ? undefined : { code: this.code }));
    return code;
  }

  /** What SIPp was sent, message by message. */
  received(): readonly string[] {
    return this.trace()
      .split(/^-{10,}.*$/m)
      .filter((part) => part.includes('message received'))
      .map((part) => part.slice(part.indexOf('SIP/2.0')));
  }

  /** Status of the final response to the INVITE. */
  get finalStatus(): number {
    const statuses = this.received().flatMap((message) => /^SIP\/2\.0 (\d{3})/.exec(message)?.[1] ?? []);
    return Number(statuses.find((status) => status >= '200') ?? 0);
  }

  /** Ends SIPp if it still runs, and removes its files. */
  forget(): void {
    if (this.code === undefined) this.child.kill('SIGKILL');
    rmSync(this.directory, { recursive: true, force: true });
  }

  private trace(): string {
    return existsSync(this.messages) ? readFileSync(this.messages, 'utf8') : '';
  }
}
