import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { xaesOpen, xaesSeal } from '@voxkeep/personal-data';

interface XaesVector {
  readonly keyHex: string;
  readonly nonceUtf8: string;
  readonly plaintextUtf8: string;
  readonly aadUtf8: string;
  readonly ciphertextAndTagHex: string;
}

const file = join(__dirname, '../fixtures/vectors/xaes-256-gcm.json');
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: XaesVector[] };

describe('the published XAES-256-GCM vectors', () => {
  it('are both there', () => {
    expect(vectors).toHaveLength(2);
  });

  describe.each(vectors)('with associated data "$aadUtf8"', (vector) => {
    const key = Buffer.from(vector.keyHex, 'hex');
    const nonce = Buffer.from(vector.nonceUtf8);
    const aad = Buffer.from(vector.aadUtf8);
    const sealed = Buffer.from(vector.ciphertextAndTagHex, 'hex');

    it('seal to the published bytes', () => {
      expect(xaesSeal(key, nonce, Buffer.from(vector.plaintextUtf8), aad).toString('hex')).toBe(vector.ciphertextAndTagHex);
    });

    it('open to the published text', () => {
      expect(xaesOpen(key, nonce, sealed, aad).toString()).toBe(vector.plaintextUtf8);
    });

    it('are refused when a bit of ciphertext, tag, nonce or associated data differs', () => {
      const flipped = (bytes: Buffer, at: number) => Buffer.from(bytes.map((byte, i) => (i === at ? byte ^ 1 : byte)));
      const refused = expect.objectContaining({ code: 'xaes.not-authentic' }) as Error;
      expect(() => xaesOpen(key, nonce, flipped(sealed, 0), aad)).toThrow(refused);
      expect(() => xaesOpen(key, nonce, flipped(sealed, sealed.length - 1), aad)).toThrow(refused);
      expect(() => xaesOpen(key, flipped(nonce, 3), sealed, aad)).toThrow(refused);
      expect(() => xaesOpen(key, flipped(nonce, 20), sealed, aad)).toThrow(refused);
      expect(() => xaesOpen(key, nonce, sealed, Buffer.concat([aad, Buffer.from('.')]))).toThrow(refused);
    });
  });
});
