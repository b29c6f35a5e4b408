import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { TELEPHONE_KEYS, buildRtp, encodeTelephoneEvent } from '@voxkeep/telephony';
import { TELEPHONE_EVENT } from './offer-body.js';
import type { Party } from './test-audio.js';
import { PACKET_OCTETS } from './test-audio.js';

/** One packet as it left. Audio octets are those of `testCallAudio` from `timestamp − firstTimestamp` on. */
export interface SentPacket {
  readonly sequence: number;
  readonly timestamp: number;
  readonly kind: 'audio' | 'digit';
  /** Milliseconds since the Unix epoch. */
  readonly sentAt: number;
}

export interface SenderOptions {
  readonly party: Party;
  readonly audio: Uint8Array;
  readonly payloadType: number;
  readonly ssrc: number;
  readonly firstSequence: number;
  readonly firstTimestamp: number;
  /** Sends its keys and no sound. */
  readonly isSilent?: boolean;
}

export interface Destination {
  readonly address: string;
  readonly port: number;
}

interface Press {
  readonly event: number;
  readonly firstSlot: number;
  isSent: boolean;
}

const DIGIT_SLOTS = 5; // 100 ms
const END_PACKETS = 3; // RFC 4733 §2.5.1.4
const SLOTS_BETWEEN = 3; // nobody presses two keys at once

/** Sends one party's stream, a packet for each slot of 20 ms; slots without a destination pass in silence. */
export class RtpSender {
  readonly packets: SentPacket[] = [];
  private readonly socket: Socket;
  private sequence: number;
  private destination: Destination | undefined;
  private readonly presses: Press[] = [];

  constructor(
    private readonly options: SenderOptions,
    address: string,
    private readonly now: () => number = Date.now,
  ) {
    this.sequence = options.firstSequence;
    this.socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    this.socket.on('error', () => undefined); // a recorder that is gone shows in its answers, not here
  }

  /** Binds and returns the port to offer. */
  async open(address: string): Promise<number> {
    await new Promise<void>((resolve) => this.socket.bind(0, address, resolve));
    return this.socket.address().port;
  }

  close(): void {
    this.socket.close();
  }

  /** Where packets go from now on; undefined while the recorder wants none. */
  aim(destination: Destination | undefined): void {
    this.destination = destination;
  }

  /** Plans a key press that starts at this slot, or as soon after it as no other key is down. */
  press(key: string, wantedSlot: number): void {
    const event = TELEPHONE_KEYS.indexOf(key.toUpperCase());
    if (key.length !== 1 || event < 0) return;
    let firstSlot = wantedSlot;
    for (const other of this.presses)
      if (Math.abs(other.firstSlot - firstSlot) < DIGIT_SLOTS + SLOTS_BETWEEN)
        firstSlot = other.firstSlot + DIGIT_SLOTS + SLOTS_BETWEEN;
    this.presses.push({ event, firstSlot, isSent: false });
    this.presses.sort((a, b) => a.firstSlot - b.firstSlot);
  }

  /** A packet gets lost: its number goes by. */
  lose(): void {
    this.sequence = (this.sequence + 1) & 0xffff;
  }

  /** Keys that were planned and whose end never left: the call was over before, or the recorder wanted nothing at that time. */
  get unsentKeys(): readonly string[] {
    return this.presses.filter(({ isSent }) => !isSent).map(({ event }) => TELEPHONE_KEYS.charAt(event));
  }

  /** Sends what belongs to slot n: a piece of audio, or events while a key is held. */
  sendSlot(slot: number): void {
    const press = this.presses.find(({ firstSlot }) => slot >= firstSlot && slot < firstSlot + DIGIT_SLOTS);
    if (press) this.sendEvents(press, slot - press.firstSlot);
    else if (!this.options.isSilent) this.sendAudio(slot);
  }

  private sendAudio(slot: number): void {
    const payload = this.options.audio.subarray(slot * PACKET_OCTETS, (slot + 1) * PACKET_OCTETS);
    if (payload.length === PACKET_OCTETS)
      this.send('audio', this.options.payloadType, this.timestampOf(slot), payload, slot === 0);
  }

  private sendEvents(press: Press, step: number): void {
    const { event, firstSlot } = press;
    const end = step === DIGIT_SLOTS - 1;
    const payload = encodeTelephoneEvent({ event, end, volume: 10, duration: (step + 1) * PACKET_OCTETS });
    for (let copy = 0; copy < (end ? END_PACKETS : 1); copy += 1)
      this.send('digit', TELEPHONE_EVENT, this.timestampOf(firstSlot), payload, step === 0);
    if (end && this.destination) press.isSent = true;
  }

  private send(kind: SentPacket['kind'], payloadType: number, timestamp: number, payload: Uint8Array, marker: boolean): void {
    if (!this.destination) return;
    const { sequence } = this;
    const bytes = buildRtp({ marker, payloadType, sequence, timestamp, ssrc: this.options.ssrc, payload });
    this.sequence = (sequence + 1) & 0xffff;
    this.packets.push({ sequence, timestamp, kind, sentAt: this.now() });
    this.socket.send(bytes, this.destination.port, this.destination.address, () => undefined);
  }

  private timestampOf(slot: number): number {
    return (this.options.firstTimestamp + slot * PACKET_OCTETS) >>> 0;
  }
}
