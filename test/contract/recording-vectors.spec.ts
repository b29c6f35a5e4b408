import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { openMessage } from '@voxkeep/recording';
import { ChunkSealer } from '../../libs/recording/src/chunk-sealer.js';

interface Vector {
  readonly tcId: number;
  readonly comment: string;
  readonly key: string;
  readonly ctx: string;
  /** Hex of a zlib stream. */
  readonly ct: string;
  readonly msgLength?: number;
  readonly msgSha512?: string;
  readonly result: 'valid' | 'invalid';
}

const file = join(__dirname, '../fixtures/vectors/c2sp_chunked_encryption_aes_256_gcm_test.json');
const { testGroups } = JSON.parse(readFileSync(file, 'utf8')) as { testGroups: readonly { tests: readonly Vector[] }[] };
const vectors = testGroups.flatMap(({ tests }) => tests);
const valid = vectors.filter(({ result }) => result === 'valid');
const invalid = vectors.filter(({ result }) => result === 'invalid');

const messageOf = ({ ct }: Vector) => inflateSync(Buffer.from(ct, 'hex'));
const open = (vector: Vector) => openMessage(Buffer.from(vector.key, 'hex'), Buffer.from(vector.ctx, 'hex'), messageOf(vector));
const refusals = /^recording\.(key-length|message-length|commitment-mismatch|chunk-refused)$/;

describe('the Wycheproof vectors of chunked-encryption v1, Cobblestone-256', () => {
  it('are all 35 there', () => {
    expect([valid.length, invalid.length]).toEqual([10, 25]);
  });

  it.each(valid)('open: $tcId $comment', (vector) => {
    const message = open(vector);
    expect(message).toHaveLength(vector.msgLength!);
    expect(createHash('sha512').update(message).digest('hex')).toBe(vector.msgSha512);
  });

  it.each(invalid)('are refused: $tcId $comment', (vector) => {
    expect(() => open(vector)).toThrow(expect.objectContaining({ code: expect.stringMatching(refusals) as string }) as Error);
  });

  it.each(valid)('are sealed to the published bytes: $tcId $comment', (vector) => {
    const message = messageOf(vector);
    const plaintext = open(vector);
    const sealer = ChunkSealer.begin(Buffer.from(vector.key, 'hex'), Buffer.from(vector.ctx, 'hex'), message.subarray(0, 24));
    const made = [sealer.header];
    let at = 0;
    for (; at + 16_384 <= plaintext.length; at += 16_384) made.push(sealer.chunk(plaintext.subarray(at, at + 16_384)));
    made.push(sealer.last(plaintext.subarray(at)));
    expect(Buffer.concat(made).equals(message)).toBe(true);
  });
});
