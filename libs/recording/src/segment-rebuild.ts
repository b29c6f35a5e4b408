import { isVoxkeepError } from '@voxkeep/contracts';
import { chunkBytes, locateOctet, sealedChunkBytes } from './chunk-layout.js';
import { ChunkOpener } from './chunk-opener.js';
import { ChunkSealer } from './chunk-sealer.js';
import { openJournalFrame } from './journal-frame.js';
import type { FrameRecord } from './journal-record.js';
import { decodeSegmentHeader, segmentContext, silenceOf, type SegmentHeader } from './segment-header.js';
import { journalKey, segmentInputKey } from './segment-keys.js';

/** A stretch of plaintext octets, counted from the segment's start. */
export interface OctetSpan {
  readonly from: number;
  readonly octets: number;
}

/** Sealed material of one chunk: the chunk from the old file if it was there, and the journal frames inside it. */
export interface ChunkMaterial {
  readonly sealedChunk?: Buffer | undefined;
  readonly frames: readonly FrameRecord[];
}

/** A chunk sealed anew, and what of it could not be found again (silence stands there). */
export interface RebuiltChunk {
  readonly sealed: Buffer;
  readonly lost: readonly OctetSpan[];
}

/**
 * Makes a new body, under a new salt, for a segment whose writing was cut off. Only sealed material goes in, so nothing that was
 * not already kept under a grant can come out; the octets exist in memory, one chunk at a time. A new salt, because an index that
 * was already sealed must never be sealed again under the same nonce.
 */
export class SegmentRebuild {
  readonly header: SegmentHeader;
  readonly opening: Buffer;
  readonly #opener: ChunkOpener | undefined;
  readonly #sealer: ChunkSealer;
  readonly #journalKey: Buffer;
  #next = 0;

  /**
   * `encodedHeader`: the 72 bytes of the segment; `oldMessageHeader`: salt and commitment of the old file, absent when it never
   * reached the disk or does not fit the key. Throws `recording.header` and `recording.key-length`.
   */
  constructor(ownerKey: Uint8Array, encodedHeader: Buffer, oldMessageHeader: Buffer | undefined) {
    this.header = decodeSegmentHeader(encodedHeader);
    const inputKey = segmentInputKey(ownerKey, this.header.segmentId);
    const context = segmentContext(encodedHeader);
    this.#opener = oldMessageHeader && openerOf(inputKey, context, oldMessageHeader);
    this.#sealer = ChunkSealer.begin(inputKey, context);
    this.#journalKey = journalKey(ownerKey, this.header.segmentId);
    this.opening = Buffer.concat([encodedHeader, this.#sealer.header]);
    inputKey.fill(0);
  }

  /** Whether chunk `index` of the old file is as it was sealed; anything shorter than 16,400 bytes is taken for the last one. */
  opensChunk(index: number, sealed: Buffer): boolean {
    const octets = this.#openChunk(index, sealed);
    octets?.fill(0);
    return octets !== undefined;
  }

  /** Whether a journal frame is as it was sealed. */
  opensFrame(frame: FrameRecord): boolean {
    const octets = quietly(this.#journalKey, (key) => openJournalFrame(key, frame));
    octets?.fill(0);
    return octets !== undefined;
  }

  /** Seals the next full chunk from its material. */
  chunk(material: ChunkMaterial): RebuiltChunk {
    const { octets, lost } = this.#assemble(material, chunkBytes);
    const sealed = this.#sealer.chunk(octets);
    octets.fill(0);
    this.#next += 1;
    return { sealed, lost };
  }

  /** Seals the last chunk of `length` octets (0 … 16,383) and overwrites the keys. */
  last(material: ChunkMaterial, length: number): RebuiltChunk {
    const { octets, lost } = this.#assemble(material, length);
    const sealed = this.#sealer.last(octets);
    octets.fill(0);
    this.discard();
    return { sealed, lost };
  }

  /** Overwrites the keys. */
  discard(): void {
    this.#sealer.discard();
    this.#opener?.release();
    this.#journalKey.fill(0);
  }

  #assemble(material: ChunkMaterial, length: number): { octets: Buffer; lost: readonly OctetSpan[] } {
    const { sealedChunk } = material;
    const whole = sealedChunk && this.#openChunk(this.#next, sealedChunk);
    if (whole?.length === length) return { octets: whole, lost: [] };
    const octets = Buffer.alloc(length, silenceOf(this.header.codec));
    const found = Buffer.alloc(length);
    for (const frame of material.frames) this.#place(frame, octets, found);
    return { octets, lost: holesOf(found, this.#next * chunkBytes) };
  }

  #openChunk(index: number, sealed: Buffer): Buffer | undefined {
    return this.#opener && quietly(this.#opener, (opener) => opener.open(index, sealed, sealed.length < sealedChunkBytes));
  }

  #place(frame: FrameRecord, octets: Buffer, found: Buffer): void {
    const opened = quietly(this.#journalKey, (key) => openJournalFrame(key, frame));
    if (!opened || locateOctet(frame.offset).chunk !== this.#next) return;
    const { at } = locateOctet(frame.offset);
    opened.copy(octets, at);
    found.fill(1, at, Math.min(at + opened.length, found.length));
    opened.fill(0);
  }
}

function openerOf(inputKey: Buffer, context: Buffer, messageHeader: Buffer): ChunkOpener | undefined {
  return quietly(inputKey, (key) => ChunkOpener.from(key, context, messageHeader));
}

/** A refusal to open is an answer here, anything else still throws. */
function quietly<T, R>(given: T, open: (given: T) => R): R | undefined {
  try {
    return open(given);
  } catch (refusal) {
    if (isVoxkeepError(refusal)) return undefined;
    throw refusal;
  }
}

function holesOf(found: Buffer, base: number): readonly OctetSpan[] {
  const holes: OctetSpan[] = [];
  for (let from = found.indexOf(0); from >= 0;) {
    const next = found.indexOf(1, from);
    const end = next < 0 ? found.length : next;
    holes.push({ from: base + from, octets: end - from });
    from = next < 0 ? -1 : found.indexOf(0, next);
  }
  return holes;
}
