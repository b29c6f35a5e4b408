import { silenceOf, type SegmentCodec } from '@voxkeep/recording';
import { decodeG711, encodeG711, type G711Codec } from '@voxkeep/telephony';

const names = { pcma: 'PCMA', pcmu: 'PCMU' } as const satisfies Record<SegmentCodec, G711Codec>;
const [quietest, loudest] = [-32_768, 32_767];

/**
 * One voice in one buffer of G.711: what was received stands there as it was received. Only where two stretches sound at once are
 * they added, and only what came in the other law is written over into the law of the file, which has one.
 */
export class VoiceTrack {
  readonly #codec: SegmentCodec;
  readonly #octets: Buffer;
  #covered = 0;

  /** Writes into `octets`, which is silence from here on. */
  constructor(codec: SegmentCodec, octets: Buffer) {
    this.#codec = codec;
    this.#octets = octets.fill(silenceOf(codec));
  }

  /** Puts a stretch where it sounds. Stretches come in the order of their start; each may come in pieces. */
  put(from: number, octets: Buffer, codec: SegmentCodec): void {
    const own = codec === this.#codec ? octets : Buffer.from(encodeG711(names[this.#codec], decodeG711(names[codec], octets)));
    const shared = Math.max(0, Math.min(own.length, this.#covered - from));
    this.#add(from, own.subarray(0, shared));
    own.copy(this.#octets, from + shared, shared);
  }

  /** What was put so far is one stretch that has ended: what begins before its end is added to it. */
  endStretch(at: number): void {
    this.#covered = Math.max(this.#covered, at);
  }

  #add(from: number, octets: Buffer): void {
    if (octets.length === 0) return;
    const law = names[this.#codec];
    const there = this.#octets.subarray(from, from + octets.length);
    const [one, other] = [decodeG711(law, there), decodeG711(law, octets)];
    const sum = one.map((sample, at) => Math.max(quietest, Math.min(loudest, sample + (other[at] ?? 0))));
    there.set(encodeG711(law, sum));
  }
}
