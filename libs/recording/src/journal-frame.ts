import { XaesSeries, xaesOpen } from '@voxkeep/personal-data';
import {
  beginFrameRecord,
  closeRecord,
  framePlaceAt,
  framePlaceBytes,
  frameSealedAt,
  offsetField,
  timeField,
  writeFramePlace,
  type FrameRecord,
} from './journal-record.js';
import { uuidBytes } from './uuid-bytes.js';

const label = Buffer.from('voxkeep.recording.journal-frame.v2\0', 'ascii');
const earlierLabel = Buffer.from('voxkeep.recording.journal-frame.v1\0', 'ascii');

/**
 * Seals the octets of one segment, frame by frame, into encoded journal records: XAES-256-GCM under the segment's journal key; segment,
 * offset and sample time are associated data. Not exported by the door, for the same reason as `ChunkSealer`.
 */
export class FrameSealer {
  readonly #series: XaesSeries;
  readonly #associated: Buffer;
  readonly #segment: Buffer;

  /** The key (32 bytes) is derived from and not kept. `rate`: samples a second; each octet is one. */
  constructor(
    key: Uint8Array,
    segmentId: string,
    private readonly rate: number,
  ) {
    this.#series = XaesSeries.begin(key);
    this.#segment = uuidBytes(segmentId);
    this.#associated = Buffer.concat([label, this.#segment, Buffer.alloc(framePlaceBytes)]);
  }

  /** Seals octets that begin at an offset of the segment. */
  seal(offset: number, octets: Uint8Array): Buffer {
    const record = beginFrameRecord(this.#segment, octets.length);
    writeFramePlace(record, framePlaceAt, offset, this.rate);
    record.copy(this.#associated, label.length + this.#segment.length, framePlaceAt, frameSealedAt);
    this.#series.sealInto(record, frameSealedAt, octets, this.#associated);
    return closeRecord(record);
  }

  /** Lets go of the key. */
  end(): void {
    this.#series.end();
  }
}

/** Opens a frame. Throws `xaes.not-authentic` when key, segment, offset, time or content is not as sealed. */
export function openJournalFrame(key: Uint8Array, frame: FrameRecord): Buffer {
  return xaesOpen(key, frame.nonce, frame.sealed, associatedData(frame));
}

function associatedData({ segmentId, offset, time }: Pick<FrameRecord, 'segmentId' | 'offset' | 'time'>): Buffer {
  if (!time) return Buffer.concat([earlierLabel, uuidBytes(segmentId), offsetField(offset)]);
  return Buffer.concat([label, uuidBytes(segmentId), offsetField(offset), timeField(time)]);
}
