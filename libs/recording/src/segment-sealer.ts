import { ConsentGrant } from '@voxkeep/consent';
import { VoxkeepError } from '@voxkeep/contracts';
import { chunkBytes } from './chunk-layout.js';
import { ChunkSealer } from './chunk-sealer.js';
import { FrameSealer } from './journal-frame.js';
import { encodeSegmentHeader, segmentContext, type SegmentHeader } from './segment-header.js';
import { journalKey, segmentInputKey } from './segment-keys.js';

/** Sealed bytes that became due: encoded journal records, and full chunks for the segment file, both in order. */
export interface SealedPieces {
  readonly frames: readonly Buffer[];
  readonly chunks: readonly Buffer[];
}

const nothing: SealedPieces = { frames: [], chunks: [] };

/**
 * The one way by which live audio becomes bytes that may reach a disk. Octets are taken only while the grant lives; they wait in
 * one 16 KiB buffer, go to the journal as frames that never cross a chunk border, and to the file as chunks sealed once each.
 */
export class SegmentSealer {
  readonly header: SegmentHeader;
  /** What the segment file starts with: outer header, salt, commitment. */
  readonly opening: Buffer;
  readonly #grant: ConsentGrant;
  readonly #chunks: ChunkSealer;
  readonly #frames: FrameSealer;
  readonly #pending = Buffer.alloc(chunkBytes);
  #filled = 0;
  #framed = 0;
  #chunkStart = 0;

  private constructor(grant: ConsentGrant, ownerKey: Uint8Array, header: SegmentHeader) {
    const encoded = encodeSegmentHeader(header);
    const inputKey = segmentInputKey(ownerKey, header.segmentId);
    this.header = header;
    this.#grant = grant;
    this.#chunks = ChunkSealer.begin(inputKey, segmentContext(encoded));
    const frameKey = journalKey(ownerKey, header.segmentId);
    this.#frames = new FrameSealer(frameKey, header.segmentId, header.sampleRate);
    frameKey.fill(0);
    this.opening = Buffer.concat([encoded, this.#chunks.header]);
    inputKey.fill(0);
  }

  /**
   * Begins a segment under a live grant; the owner key (32 bytes) is only derived from, not kept. Throws `consent.forged-grant`,
   * `consent.not-live`, `consent.other-channel` when the grant does not name the segment's channel, and as `encodeSegmentHeader`.
   */
  static begin(grant: ConsentGrant, ownerKey: Uint8Array, header: SegmentHeader): SegmentSealer {
    if (!ConsentGrant.isGenuine(grant)) throw new VoxkeepError('consent.forged-grant');
    demandLive(grant);
    if (!grant.covers(header.channel)) throw new VoxkeepError('consent.other-channel', { channel: header.channel });
    return new SegmentSealer(grant, ownerKey, header);
  }

  /** Octets accepted so far. */
  get octets(): number {
    return this.#chunkStart + this.#filled;
  }

  /** Takes the next octets. Throws `consent.not-live` and takes nothing when the grant has ended (R55, GDPR Art. 7(3)). */
  accept(octets: Uint8Array): SealedPieces {
    demandLive(this.#grant);
    if (this.#filled + octets.length < chunkBytes) {
      this.#pending.set(octets, this.#filled);
      this.#filled += octets.length;
      return nothing;
    }
    return this.#acceptAcrossChunks(octets);
  }

  /** Seals what was accepted since the last frame, for the journal. `undefined` when there is nothing. */
  frame(): Buffer | undefined {
    if (this.#framed === this.#filled) return undefined;
    const octets = this.#pending.subarray(this.#framed, this.#filled);
    const record = this.#frames.seal(this.#chunkStart + this.#framed, octets);
    this.#framed = this.#filled;
    return record;
  }

  /**
   * Seals the rest as the last chunk, ends the segment and overwrites keys and buffer. Needs no live grant: everything in the
   * buffer was accepted under one, and a withdrawal closes the segment exactly here.
   */
  finish(): Buffer {
    const last = this.#chunks.last(this.#pending.subarray(0, this.#filled));
    this.discard();
    return last;
  }

  /** Ends without a last chunk and overwrites keys and buffer. */
  discard(): void {
    this.#chunks.discard();
    this.#frames.end();
    this.#pending.fill(0);
  }

  #acceptAcrossChunks(octets: Uint8Array): SealedPieces {
    const frames: Buffer[] = [];
    const chunks: Buffer[] = [];
    let rest = octets;
    while (this.#filled + rest.length >= chunkBytes) {
      const fits = chunkBytes - this.#filled;
      this.#pending.set(rest.subarray(0, fits), this.#filled);
      this.#filled = chunkBytes;
      rest = rest.subarray(fits);
      const frame = this.frame();
      if (frame) frames.push(frame);
      chunks.push(this.#chunks.chunk(this.#pending));
      this.#chunkStart += chunkBytes;
      this.#filled = 0;
      this.#framed = 0;
    }
    this.#pending.set(rest, 0);
    this.#filled = rest.length;
    return { frames, chunks };
  }
}

function demandLive(grant: ConsentGrant): void {
  if (!grant.isLive()) throw new VoxkeepError('consent.not-live');
}
