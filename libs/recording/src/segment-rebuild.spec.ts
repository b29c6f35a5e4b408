import { randomBytes, randomUUID } from 'node:crypto';
import { chunkBytes } from './chunk-layout.js';
import { openMessage } from './chunk-opener.js';
import { grantFor } from './grant.fixture.js';
import { decodeJournal, type FrameRecord } from './journal-record.js';
import { segmentBodyOffset, segmentContext, segmentHeaderBytes, type SegmentHeader } from './segment-header.js';
import { segmentInputKey } from './segment-keys.js';
import { SegmentRebuild } from './segment-rebuild.js';
import { SegmentSealer } from './segment-sealer.js';

const ownerKey = randomBytes(32);
const header: SegmentHeader = {
  recordingId: randomUUID(),
  segmentId: randomUUID(),
  ownerId: randomUUID(),
  channel: 'agent',
  segmentNumber: 1,
  codec: 'pcma',
  sampleRate: 8000,
  startMs: 0,
};
const spoken = randomBytes(chunkBytes + 6000);

/** A segment whose writer stopped after one full chunk and 6,000 more octets, of which the journal has two frames. */
const cutOff = () => {
  const sealer = SegmentSealer.begin(grantFor('agent').grant, ownerKey, header);
  const { chunks, frames } = sealer.accept(spoken.subarray(0, chunkBytes + 4000));
  const records = [...frames, sealer.frame()!];
  sealer.accept(spoken.subarray(chunkBytes + 4000));
  records.push(sealer.frame()!);
  const framesRead = decodeJournal(Buffer.concat(records)).records.map(({ record }) => record as FrameRecord);
  return { opening: sealer.opening, chunk: chunks[0]!, frames: framesRead };
};
const rebuildOf = (opening: Buffer) =>
  new SegmentRebuild(ownerKey, opening.subarray(0, segmentHeaderBytes), opening.subarray(segmentHeaderBytes));
const openBody = (file: Buffer) =>
  openMessage(segmentInputKey(ownerKey, header.segmentId), segmentContext(file), file.subarray(segmentHeaderBytes));

describe('rebuilding a segment that was cut off', () => {
  it('gives every octet again, from the old chunk and from the journal', () => {
    const { opening, chunk, frames } = cutOff();
    const rebuild = rebuildOf(opening);
    const first = rebuild.chunk({ sealedChunk: chunk, frames: [] });
    const last = rebuild.last({ frames: frames.slice(1) }, 6000);
    expect([first.lost, last.lost]).toEqual([[], []]);
    expect(openBody(Buffer.concat([rebuild.opening, first.sealed, last.sealed])).equals(spoken)).toBe(true);
  });

  it('seals under a salt of its own, so no nonce is used for two texts', () => {
    const { opening } = cutOff();
    const rebuild = rebuildOf(opening);
    expect(rebuild.opening.subarray(0, segmentHeaderBytes)).toEqual(opening.subarray(0, segmentHeaderBytes));
    expect(rebuild.opening.subarray(segmentHeaderBytes, segmentBodyOffset)).not.toEqual(opening.subarray(segmentHeaderBytes));
  });

  it('takes the journal when the old chunk is damaged', () => {
    const { opening, chunk, frames } = cutOff();
    const rebuild = rebuildOf(opening);
    chunk.writeUInt8(chunk.readUInt8(100) ^ 1, 100);
    expect(rebuild.opensChunk(0, chunk)).toBe(false);
    expect(rebuild.chunk({ sealedChunk: chunk, frames: frames.slice(0, 1) }).lost).toEqual([]);
  });

  it('states what neither of them has and puts silence there', () => {
    const { opening, frames } = cutOff();
    const rebuild = rebuildOf(opening);
    const first = rebuild.chunk({ frames: [] });
    const last = rebuild.last({ frames: frames.slice(2) }, 6000);
    expect(first.lost).toEqual([{ from: 0, octets: chunkBytes }]);
    expect(last.lost).toEqual([{ from: chunkBytes, octets: 4000 }]);
    const octets = openBody(Buffer.concat([rebuild.opening, first.sealed, last.sealed]));
    expect(octets.subarray(0, chunkBytes + 4000).every((octet) => octet === 0xd5)).toBe(true);
    expect(octets.subarray(chunkBytes + 4000).equals(spoken.subarray(chunkBytes + 4000))).toBe(true);
  });

  it('believes no frame that was not sealed for this segment', () => {
    const { opening, frames } = cutOff();
    const rebuild = rebuildOf(opening);
    const moved = { ...frames[1]!, offset: 0 };
    expect(rebuild.opensFrame(moved)).toBe(false);
    expect(rebuild.last({ frames: [moved] }, 10).lost).toEqual([{ from: 0, octets: 10 }]);
  });
});
