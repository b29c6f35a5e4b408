import { createSocket, type Socket } from 'node:dgram';
import { buildRtp, encodeTelephoneEvent, TELEPHONE_KEYS, type RtpPacket } from '@voxkeep/telephony';
import { BOUNDARY, offerBody, TELEPHONE_EVENT } from '../test-call/offer-body.js';
import { paceSlots } from '../test-call/pacer.js';
import { firstOf, statusOf } from '../test-call/sip-client-text.js';
import { SipClient, type SentBody } from '../test-call/sip-client.js';
import { PACKET_OCTETS, type Party } from '../test-call/test-audio.js';
import { payloadTypeOf } from '../test-call/test-codecs.js';

/** No voice says it so often in a row. */
export const strangeOctet = 0x2a;
const home = '127.0.0.1';
const slots = 500;
const turnsToRead = 50;
const eventOctets = 800;
/** What each voice says, again and again: no two packets are alike, so that each is found again in what was kept. */
const speeches = [0, 1, 2].map((position) => noise(position + 1, slots * PACKET_OCTETS));

/** A socket that speaks for somebody. */
export async function mouthAt(address = home): Promise<Socket> {
  const socket = createSocket('udp4');
  await new Promise<void>((ready) => socket.bind(0, address, ready));
  return socket;
}

/** Says something to the recorder that is of no call: what it says is told from all that a voice says by its octet. */
export function strange(mouth: Socket, to: number, sequence: number, change: Partial<RtpPacket> = {}): void {
  const payload = Buffer.alloc(PACKET_OCTETS, strangeOctet);
  const about = {
    marker: false,
    payloadType: payloadTypeOf('PCMA'),
    sequence,
    timestamp: sequence * PACKET_OCTETS,
    ssrc: 77,
    payload,
  };
  mouth.send(buildRtp({ ...about, ...change }), to, home, () => undefined);
}

/** One voice of a call: what it said, and all that may become of its stream while the call goes on. */
export class Voice {
  /** The payloads that it sent, in their order. */
  readonly said: Buffer[] = [];
  isSilent = false;
  isOffered = true;
  /** Where the recorder hears it; 0: nowhere. */
  aim = 0;
  #sequence = 1;
  #timestamp: number;
  readonly #audio: Uint8Array;

  constructor(
    readonly party: Party,
    readonly aor: string,
    readonly position: number,
    private socket: Socket,
  ) {
    this.#audio = speeches[position] ?? new Uint8Array();
    this.#timestamp = 100_000 * (position + 1);
  }

  get port(): number {
    return this.isOffered ? this.socket.address().port : 0;
  }

  /** Says what belongs to a slot of 20 ms. */
  speak(slot: number): void {
    if (this.isSilent || this.aim === 0) return;
    const at = (slot % slots) * PACKET_OCTETS;
    const payload = Buffer.from(this.#audio.subarray(at, at + PACKET_OCTETS));
    this.said.push(payload);
    this.#send(payloadTypeOf('PCMA'), payload);
    this.#timestamp += PACKET_OCTETS;
  }

  /** Presses a key for a tenth of a second, told at its end. */
  press(key: string): void {
    const payload = encodeTelephoneEvent({ event: TELEPHONE_KEYS.indexOf(key), end: true, volume: 10, duration: eventOctets });
    this.#send(TELEPHONE_EVENT, payload);
  }

  /** The clock of its stream is another from now on; its sequence goes on. */
  jump(octets: number): void {
    this.#timestamp += octets;
  }

  /** Speaks from another socket from now on. */
  moveTo(socket: Socket): void {
    this.socket.close();
    this.socket = socket;
  }

  close(): void {
    this.socket.close();
  }

  #send(payloadType: number, payload: Uint8Array): void {
    const about = { marker: false, payloadType, sequence: this.#sequence & 0xffff, timestamp: this.#timestamp >>> 0 };
    this.#sequence += 1;
    this.socket.send(buildRtp({ ...about, ssrc: this.position + 1, payload }), this.aim, home, () => undefined);
  }
}

/** A session recording client in whose calls ports, addresses and streams change. */
export class RoamingClient {
  readonly voices: Voice[] = [];
  /** The recorder has ended the call. */
  isSaidGoodBye = false;
  /** Called with each slot that was spoken. */
  beside: () => void = () => undefined;
  readonly #sip: SipClient;
  #version = 0;
  #slot = 0;
  #address = home;

  constructor(
    port: number,
    readonly sessionId: string,
  ) {
    const onBye = (): void => {
      this.isSaidGoodBye = true;
    };
    const events = { onBye, onReoffer: () => '' };
    this.#sip = new SipClient({ address: home, port, transport: 'udp' }, events, [`Session-ID: ${sessionId}`]);
  }

  /** Calls, with a voice for each of these. */
  async invite(parties: readonly Party[] = ['customer', 'agent']): Promise<number> {
    await this.#sip.open();
    for (const party of parties) await this.#addVoice(party);
    return this.#offer();
  }

  /** Offers the same streams from another port, or another machine, and speaks from there once that was answered. */
  async move(address = home): Promise<number> {
    const mouths = await Promise.all(this.voices.map(() => mouthAt(address)));
    this.#address = address;
    const status = await this.#offer(mouths.map((mouth) => mouth.address().port));
    for (const [at, mouth] of mouths.entries()) this.voices[at]?.moveTo(mouth);
    return status;
  }

  /** Offers one stream more. */
  async add(party: Party): Promise<number> {
    await this.#addVoice(party);
    return this.#offer();
  }

  /** Offers a stream no more. */
  drop(voice: Voice): Promise<number> {
    voice.isOffered = false;
    return this.#offer();
  }

  /** Tells a key by INFO. */
  async info(key: string): Promise<number> {
    const answer = await this.#sip.request('INFO', {
      contentType: 'application/dtmf-relay',
      text: `Signal=${key}\r\nDuration=100\r\n`,
    });
    return answer ? (statusOf(answer) ?? 0) : 0;
  }

  /**
   * Everybody speaks in time with the clock until this has come. What a busy machine held up follows at once, as it does from a sender of
   * its own, so that no time is lost on the way.
   */
  async speakUntil<T>(event: Promise<T>): Promise<T> {
    const heard = { over: false };
    const over = event.finally(() => {
      heard.over = true;
    });
    await Promise.all([over.catch(() => undefined), paceSlots(Infinity, this.#speak, () => heard.over)]);
    return over;
  }

  /** The same for so many packets of each. */
  speak(packets: number): Promise<void> {
    return paceSlots(packets, this.#speak, () => false);
  }

  /** Until what was said has been read: each turn of the loop that both share reads from every socket. */
  async heard(): Promise<void> {
    for (let turn = 0; turn < turnsToRead; turn += 1) await new Promise(setImmediate);
  }

  async bye(): Promise<void> {
    await this.heard();
    await this.#sip.request('BYE');
    this.close();
  }

  close(): void {
    this.#sip.close();
    for (const voice of this.voices.splice(0)) voice.close();
  }

  readonly #speak = (): void => {
    for (const voice of this.voices) voice.speak(this.#slot);
    this.#slot += 1;
    this.beside();
  };

  async #addVoice(party: Party): Promise<void> {
    const position = this.voices.length;
    const aor = party === 'customer' ? 'tel:+3725550100' : `sip:700${position}@pbx.example`;
    this.voices.push(new Voice(party, aor, position, await mouthAt(this.#address)));
  }

  async #offer(ports = this.voices.map(({ port }) => port)): Promise<number> {
    this.#version += 1;
    const answer = await this.#sip.request('INVITE', this.#body(ports));
    if (!answer) return 0;
    if (firstOf(answer, 'content-type').includes('sdp')) {
      const answered = [...answer.body.matchAll(/^m=audio (\d+) /gm)].map(([, port]) => Number(port));
      for (const [at, voice] of this.voices.entries()) voice.aim = answered[at] ?? 0;
    }
    return statusOf(answer) ?? 0;
  }

  #body(ports: readonly number[]): SentBody {
    const streams = this.voices.map(({ party, aor, position }, at) => ({
      ...{ party: (position > 1 ? `${party}-${position}` : party) as Party, aor },
      ...{ label: `${position + 1}`, port: ports[at] ?? 0 },
    }));
    const offer = { address: this.#address, codec: 'PCMA', sessionId: this.sessionId, version: this.#version, streams } as const;
    return { contentType: `multipart/mixed;boundary=${BOUNDARY}`, text: offerBody(offer) };
  }
}

/** The payloads that do not stand in what was kept, each behind the one before; silence may stand between them, where a sender was late. */
export function missingFrom(kept: Buffer, payloads: readonly Buffer[]): readonly number[] {
  let from = 0;
  return payloads.flatMap((payload, at) => {
    const found = kept.indexOf(payload.subarray(0, PACKET_OCTETS - 1), from); // a controlled slip leaves out the last octet
    if (found < 0) return [at];
    from = found + PACKET_OCTETS - 1;
    return [];
  });
}

/** Octets that look like chance, the same for the same seed. */
function noise(seed: number, octets: number): Uint8Array {
  let state = seed;
  return new Uint8Array(octets).map(() => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}
