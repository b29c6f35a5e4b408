import fc from 'fast-check';
import { createHmac, hkdfSync } from 'node:crypto';
import {
  deriveDomainKey,
  envelopeOverhead,
  keyDomains,
  openText,
  ownerClasses,
  readEnvelopeHeader,
  type SealContext,
  sealText,
  xaesOpen,
  xaesSeal,
  XaesSeries,
} from '../index.js';

const key = Buffer.alloc(32, 7);
const context: SealContext = {
  domain: 'contact',
  entity: 'operative.contact',
  column: 'customer_number',
  rowId: 'r1',
  ownerId: 'o1',
  ownerClass: 'contact-customer',
  epoch: 3,
};
const codeOf = (code: string) => expect.objectContaining({ code }) as Error;

describe('a sealed text', () => {
  it('opens in its place to the same text, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(openText(key, context, sealText(key, context, text))).toBe(text);
      }),
    );
  });

  it('is 46 bytes longer than the text', () => {
    expect(envelopeOverhead).toBe(46);
    expect(sealText(key, context, 'abc')).toHaveLength(49);
  });

  it('is another envelope every time', () => {
    expect(sealText(key, context, 'abc')).not.toEqual(sealText(key, context, 'abc'));
  });

  it.each([
    { domain: 'media' as const },
    { entity: 'operative.consent' },
    { column: 'customer_name' },
    { rowId: 'r2' },
    { ownerId: 'o2' },
    { ownerClass: 'contact-agent' as const },
    { epoch: 4 },
  ])('does not open elsewhere: %p', (elsewhere) => {
    const envelope = sealText(key, context, 'abc');
    expect(() => openText(key, { ...context, ...elsewhere }, envelope)).toThrow(codeOf('seal.unreadable'));
  });

  it('opens in the archive, as its place does not name the database', () => {
    expect(Object.keys(context).sort()).toEqual(['column', 'domain', 'entity', 'epoch', 'ownerClass', 'ownerId', 'rowId']);
  });

  it('does not open when any byte of the envelope was changed, cut off or added', () => {
    const envelope = sealText(key, context, 'abc');
    for (let at = 0; at < envelope.length; at += 1) {
      const changed = Buffer.from(envelope);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => openText(key, context, changed)).toThrow(codeOf('seal.unreadable'));
    }
    expect(() => openText(key, context, envelope.subarray(0, -1))).toThrow(codeOf('seal.unreadable'));
    expect(() => openText(key, context, Buffer.concat([envelope, Buffer.of(0)]))).toThrow(codeOf('seal.unreadable'));
    expect(() => openText(key, context, Buffer.alloc(0))).toThrow(codeOf('seal.unreadable'));
  });

  it('names the place, and nothing of the value, when it does not open', () => {
    const open = () => openText(Buffer.alloc(32), context, sealText(key, context, 'abc'));
    expect(open).toThrow(
      expect.objectContaining({ data: { entity: 'operative.contact', column: 'customer_number', row: 'r1' } }) as Error,
    );
  });

  it('keeps its bytes across versions of this program', () => {
    const envelope = sealText(key, context, 'abc', Buffer.alloc(24, 1));
    expect(envelope.toString('hex')).toMatchInlineSnapshot(
      `"010103000003010101010101010101010101010101010101010101010101eaeda306b80ed92936fdbc8f22199d38f83376"`,
    );
  });
});

describe('the header of an envelope', () => {
  it('tells class and epoch without a key', () => {
    for (const ownerClass of ownerClasses) {
      for (const epoch of [0, 1, 0xff_ff_ff]) {
        const header = readEnvelopeHeader(sealText(key, { ...context, ownerClass, epoch }, ''));
        expect(header).toEqual({ version: 1, algorithm: 1, ownerClass, epoch });
      }
    }
  });

  it('of an unknown version, algorithm or class is refused', () => {
    for (const at of [0, 1, 2]) {
      const envelope = sealText(key, context, '');
      envelope[at] = 9;
      expect(() => readEnvelopeHeader(envelope)).toThrow(codeOf('seal.envelope'));
    }
  });

  it('has no room for an epoch beyond 24 bits', () => {
    expect(() => sealText(key, { ...context, epoch: 0x1_00_00_00 }, '')).toThrow(codeOf('seal.epoch'));
    expect(() => sealText(key, { ...context, epoch: -1 }, '')).toThrow(codeOf('seal.epoch'));
  });
});

describe('a domain key', () => {
  it('is HKDF-Expand of the owner key, one for each domain', () => {
    const keys = keyDomains.map((domain) => deriveDomainKey(key, domain).toString('hex'));
    expect(new Set(keys).size).toBe(keyDomains.length);
    // RFC 5869 §2.2: extract is HMAC(salt, input); feeding its output to expand must give the whole HKDF.
    const [input, salt] = [Buffer.from('input'), Buffer.from('salt')];
    const extracted = createHmac('sha256', salt).update(input).digest();
    expect(deriveDomainKey(extracted, 'media')).toEqual(
      Buffer.from(hkdfSync('sha256', input, salt, 'voxkeep/v1/owner-key/media', 32)),
    );
  });

  it('is not derived from a key of another length', () => {
    expect(() => deriveDomainKey(Buffer.alloc(16), 'media')).toThrow(codeOf('seal.key-length'));
  });
});

describe('XAES-256-GCM', () => {
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

  it('opens what it sealed', () => {
    fc.assert(
      fc.property(bytes(32), bytes(24), fc.uint8Array(), fc.uint8Array(), (k, nonce, plaintext, aad) => {
        expect(xaesOpen(k, nonce, xaesSeal(k, nonce, plaintext, aad), aad)).toEqual(Buffer.from(plaintext));
      }),
    );
  });

  it('opens every message of a series, each under a nonce of its own', () => {
    fc.assert(
      fc.property(bytes(32), fc.array(fc.uint8Array(), { minLength: 1, maxLength: 20 }), fc.uint8Array(), (k, texts, aad) => {
        const series = XaesSeries.begin(k);
        const nonces = texts.map((text) => {
          const sealed = Buffer.alloc(3 + 24 + text.length + 16);
          series.sealInto(sealed, 3, text, aad);
          const nonce = sealed.subarray(3, 27);
          expect(xaesOpen(k, nonce, sealed.subarray(27), aad)).toEqual(Buffer.from(text));
          expect(xaesSeal(k, nonce, text, aad)).toEqual(sealed.subarray(27));
          return nonce.toString('hex');
        });
        expect(new Set(nonces).size).toBe(texts.length);
      }),
    );
  });

  it('draws another first half for each series of a key', () => {
    const halves = Array.from({ length: 50 }, () => {
      const sealed = Buffer.alloc(40);
      XaesSeries.begin(key).sealInto(sealed, 0, Buffer.alloc(0), Buffer.alloc(0));
      return sealed.toString('hex', 0, 12);
    });
    expect(new Set(halves).size).toBe(50);
  });

  it('seals nothing in a series that has ended', () => {
    const series = XaesSeries.begin(key);
    series.end();
    const target = Buffer.alloc(40);
    expect(() => {
      series.sealInto(target, 0, Buffer.alloc(0), Buffer.alloc(0));
    }).toThrow(codeOf('xaes.series-ended'));
    expect(target).toEqual(Buffer.alloc(40));
  });

  it('refuses keys, nonces and ciphertexts of the wrong length', () => {
    const [nonce, none] = [Buffer.alloc(24), Buffer.alloc(0)];
    expect(() => xaesSeal(Buffer.alloc(16), nonce, none, none)).toThrow(codeOf('xaes.key-length'));
    expect(() => xaesSeal(key, Buffer.alloc(12), none, none)).toThrow(codeOf('xaes.nonce-length'));
    expect(() => xaesOpen(key, nonce, Buffer.alloc(15), none)).toThrow(codeOf('xaes.not-authentic'));
  });
});
