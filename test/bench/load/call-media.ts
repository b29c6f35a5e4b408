import { createSocket, type Socket } from 'node:dgram';
import { encodeTelephoneEvent } from '@voxkeep/telephony';
import { agentStream, customerStream, fillSlot, type StreamPosition } from './audio.js';
import { slotOctets, slotsIn, type LoadPlan } from './plan.js';

/** Ports of the receiving side, the customer's stream first. */
export type StreamPorts = readonly [number, number];

const headerOctets = 12;
const payloadType = 8;
const telephoneEvent = 101;
const keySlots = 5;
const endPackets = 3; // RFC 4733 §2.5.1.4
const keyOne = 1;
/** Packets that may be with the kernel at once; more than one only when a send buffer is full. */
const ring = 8;

/** One RTP stream from a socket of its own. Nothing is made anew for a packet. */
class RtpStream {
  readonly #socket: Socket = createSocket('udp4');
  readonly #packets = Array.from({ length: ring }, () => Buffer.alloc(headerOctets + slotOctets));
  readonly #payload = new Uint32Array(slotOctets / 4);
  readonly #payloadOctets = new Uint8Array(this.#payload.buffer);
  readonly #firstSequence: number;
  #sent = 0;
  #aimed = 0;
  errors = 0;

  constructor(
    private readonly seed: number,
    private readonly call: number,
    private readonly stream: StreamPosition,
  ) {
    const ssrc = (Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(call * 2 + stream + 1, 0x27d4eb2f)) >>> 0;
    this.#firstSequence = (call * 7919 + stream * 40_000) & 0xffff;
    for (const packet of this.#packets) packet.writeUInt32BE(ssrc, 8);
    this.#socket.on('error', () => (this.errors += 1));
  }

  /** Binds a free port of the loopback and answers it. */
  async open(): Promise<number> {
    await new Promise<void>((bound) => this.#socket.bind(0, '127.0.0.1', bound));
    return this.#socket.address().port;
  }

  /** Where packets go from now on; 0: nowhere. */
  async aim(port: number): Promise<void> {
    if (port === this.#aimed) return;
    if (this.#aimed !== 0) this.#socket.disconnect();
    this.#aimed = 0;
    if (port === 0) return;
    await new Promise<void>((connected) => {
      this.#socket.connect(port, '127.0.0.1', connected);
    });
    this.#aimed = port;
  }

  get aimed(): boolean {
    return this.#aimed !== 0;
  }

  get sent(): number {
    return this.#sent;
  }

  close(): void {
    this.#socket.close();
  }

  sendAudio(slot: number): void {
    const packet = this.#packets[this.#sent % ring];
    if (!packet) return;
    fillSlot(this.#payload, this.seed, this.call, this.stream, slot);
    packet.set(this.#payloadOctets, headerOctets);
    this.#send(packet, payloadType, slot, slot === 0);
  }

  /** One step of the key 1; the last one three times. */
  sendKey(step: number, firstSlot: number): void {
    const end = step === keySlots - 1;
    const event = encodeTelephoneEvent({ event: keyOne, end, volume: 10, duration: (step + 1) * slotOctets });
    for (let copy = 0; copy < (end ? endPackets : 1); copy += 1) {
      const packet = Buffer.concat([this.#packets[0]?.subarray(0, headerOctets) ?? Buffer.alloc(0), event]);
      this.#send(packet, telephoneEvent, firstSlot, step === 0);
    }
  }

  #send(packet: Buffer, type: number, slot: number, marker: boolean): void {
    packet[0] = 0x80;
    packet[1] = type | (marker ? 0x80 : 0);
    packet.writeUInt16BE((this.#firstSequence + this.#sent) & 0xffff, 2);
    packet.writeUInt32BE((this.call * 160_160 + slot * slotOctets) >>> 0, 4);
    this.#sent += 1;
    this.#socket.send(packet);
  }
}

/** Both streams of a call, and when what was sent. */
export class CallMedia {
  readonly slots: Float64Array;
  /** The slot in which the key's end goes out. */
  readonly keyEndSlot: number | null;
  readonly #customer: RtpStream;
  readonly #agent: RtpStream;
  readonly #firstKeySlot: number;
  #slot = 0;

  constructor({ seed, talkMs, keyAfterMs }: Pick<LoadPlan, 'seed' | 'talkMs' | 'keyAfterMs'>, index: number) {
    this.slots = new Float64Array(slotsIn(talkMs)).fill(Number.NaN);
    this.#firstKeySlot = keyAfterMs === null ? Infinity : slotsIn(keyAfterMs);
    this.keyEndSlot = keyAfterMs === null ? null : this.#firstKeySlot + keySlots - 1;
    this.#customer = new RtpStream(seed, index, customerStream);
    this.#agent = new RtpStream(seed, index, agentStream);
  }

  open(): Promise<[number, number]> {
    return Promise.all([this.#customer.open(), this.#agent.open()]);
  }

  async aim([customer, agent]: StreamPorts): Promise<void> {
    await Promise.all([this.#customer.aim(customer), this.#agent.aim(agent)]);
  }

  /** Sends the next slot of both streams; false when the last one had been sent. */
  sendSlot(nowMs: number): boolean {
    const slot = this.#slot;
    if (slot >= this.slots.length) return false;
    this.#slot += 1;
    if (!this.#customer.aimed || !this.#agent.aimed) return true;
    const step = slot - this.#firstKeySlot;
    if (step >= 0 && step < keySlots) this.#customer.sendKey(step, this.#firstKeySlot);
    else this.#customer.sendAudio(slot);
    this.#agent.sendAudio(slot);
    this.slots[slot] = performance.timeOrigin + nowMs;
    return true;
  }

  get packets(): number {
    return this.#customer.sent + this.#agent.sent;
  }

  get errors(): number {
    return this.#customer.errors + this.#agent.errors;
  }

  close(): void {
    this.#customer.close();
    this.#agent.close();
  }
}
