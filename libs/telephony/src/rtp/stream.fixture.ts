import { buildRtp } from './packet.js';
import type { RtpPacket } from './packet.js';
import { StreamReader } from './stream-reader.js';
import type { OctetKind, StreamEar } from './stream-reader.js';

/** Payload types of the streams in these tests: A-law, telephone-events, negotiated comfort noise. */
export const types = { audio: 8, telephoneEvent: 101, comfortNoise: 98 };

/** Octets of one kind that were told one after the other. */
export interface Run {
  readonly kind: OctetKind;
  readonly octets: number;
}

/** A sender, the way to the recorder, and what a reader tells of it. Time is what the test says. */
export class Line {
  readonly runs: Run[] = [];
  readonly keys: string[] = [];
  /** When each key was let go. */
  readonly releases: number[] = [];
  /** When each key went down. */
  readonly begins: number[] = [];
  /** When packets of agreed types came. */
  readonly heardAt: number[] = [];
  /** How many packets were passed over before each of them. */
  readonly passedOver: number[] = [];
  readonly jumps: number[] = [];
  readonly others: number[] = [];
  /** Octets told, one after the other; only where a test asks for them. */
  readonly octets: number[] = [];
  told = 0;
  readonly reader: StreamReader;
  readonly #payload = new Uint8Array(160);

  constructor({ listens = true, wholePresses = false } = {}) {
    const ear: StreamEar = {
      onAudio: (octets, kind) => {
        this.told += octets.length;
        if (listens) this.#note(octets, kind);
      },
      onPacket: (receivedAt, _waitedMs, _isNoise, passedOver) => {
        this.heardAt.push(receivedAt);
        this.passedOver.push(passedOver);
      },
      onDigit: (key, releasedAt, _dueAt, beganAt) => {
        this.keys.push(key);
        this.begins.push(beganAt);
        this.releases.push(releasedAt);
      },
    };
    const watch = {
      onJump: (ms: number) => void this.jumps.push(ms),
      onOtherPayload: (payloadType: number) => void this.others.push(payloadType),
    };
    this.reader = new StreamReader('PCMA', types, ear, watch, { wholePresses });
  }

  /** A packet is read at `at` milliseconds, and may have waited for that; 20 ms of audio filled with its sequence number unless changed. */
  arrives(at: number, change: Partial<RtpPacket>, waitedMs = 0): void {
    const sequence = change.sequence ?? 0;
    const payload = change.payload ?? this.#payload.fill(sequence);
    const bytes = buildRtp({ marker: false, payloadType: 8, sequence, timestamp: sequence * 160, ssrc: 7, ...change, payload });
    const packet = this.reader.read(bytes);
    if (packet) this.reader.accept(packet, bytes, at, waitedMs);
  }

  /** Packets `from` to `to` (exclusive), each 20 ms after the other from `at` on. Answers when the next one would come. */
  talks(at: number, from: number, to: number, change: (n: number) => Partial<RtpPacket> = () => ({})): number {
    for (let n = from; n < to; n += 1) this.arrives(at + (n - from) * 20, { sequence: n & 0xffff, ...change(n) });
    return at + (to - from) * 20;
  }

  #note(octets: Buffer, kind: OctetKind): void {
    const last = this.runs.at(-1);
    if (last?.kind === kind) this.runs[this.runs.length - 1] = { kind, octets: last.octets + octets.length };
    else this.runs.push({ kind, octets: octets.length });
    for (const octet of octets) this.octets.push(octet);
  }
}
