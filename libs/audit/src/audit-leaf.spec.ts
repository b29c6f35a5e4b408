import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { auditLeaf, auditLeafWithoutDetail, canonicalJson, EvolvingMac, findForgedEntry, sha256 } from './index.js';

describe('an audit leaf', () => {
  const leaf = { fields: { action: 'recording.listen', seq: 7 }, sealedDetail: Buffer.from('sealed'), salt: Buffer.alloc(16, 9) };

  it('is SHA-256 over 0x00, the hash of the fields, the hash of the sealed detail, and the salt', () => {
    const h = (data: string | Buffer) => createHash('sha256').update(data).digest();
    const expected = h(Buffer.concat([Buffer.of(0), h('{"action":"recording.listen","seq":7}'), h('sealed'), leaf.salt]));
    expect(auditLeaf(leaf)).toEqual(expected);
  });

  it('does not depend on the order of its fields', () => {
    expect(auditLeaf({ ...leaf, fields: { seq: 7, action: 'recording.listen' } })).toEqual(auditLeaf(leaf));
  });

  it('is the same after its detail was destroyed and the hash kept', () => {
    expect(auditLeafWithoutDetail({ ...leaf, detailHash: sha256(leaf.sealedDetail) })).toEqual(auditLeaf(leaf));
  });

  it('differs when a field, the detail or the salt differs', () => {
    const others = [
      { ...leaf, fields: { ...leaf.fields, seq: 8 } },
      { ...leaf, sealedDetail: null },
      { ...leaf, salt: Buffer.alloc(16, 8) },
    ];
    const all = [leaf, ...others].map((each) => auditLeaf(each).toString('hex'));
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('canonical JSON', () => {
  it('is that of the example in RFC 8785 §3.2.3', () => {
    const input = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    ) as unknown;
    const expected =
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}';
    expect(canonicalJson(input)).toBe(expected);
  });

  it('sorts names by UTF-16 code units (RFC 8785 §3.2.3)', () => {
    const names = ['€', '\r', '\ufb33', '1', '😀', '\u0080', 'ö'];
    const sorted = ['\r', '1', '\u0080', 'ö', '€', '😀', '\ufb33'];
    const value = Object.fromEntries(names.map((name) => [name, 0]));
    expect(Object.keys(JSON.parse(canonicalJson(value)) as object).filter((name) => name !== '1')).toEqual(
      sorted.filter((name) => name !== '1'),
    );
    expect(canonicalJson(value).startsWith('{"\\r":0,"1":0,')).toBe(true);
  });

  it('reads back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each([[Number.NaN], [Infinity], [1n], ['\ud800'], [new Date(0)], [() => 1], [undefined], [[undefined]], [new Map()]])(
    'refuses %p',
    (value) => {
      expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ code: 'json.not-canonical' }) as Error);
    },
  );
});

describe('the evolving MAC', () => {
  const firstKey = Buffer.alloc(32, 1);
  const written = () => {
    const macs = new EvolvingMac(firstKey);
    return ['a', 'b', 'c'].map((text) => ({ entry: Buffer.from(text), mac: macs.next(Buffer.from(text)) }));
  };

  it('finds nothing in what it wrote', () => {
    expect(findForgedEntry(firstKey, written())).toBeUndefined();
  });

  it('finds the first entry that was changed, removed or moved', () => {
    const [a, b, c] = written() as [
      { entry: Buffer; mac: Buffer },
      { entry: Buffer; mac: Buffer },
      { entry: Buffer; mac: Buffer },
    ];
    expect(findForgedEntry(firstKey, [a, { ...b, entry: Buffer.from('x') }, c])).toBe(1);
    expect(findForgedEntry(firstKey, [a, c])).toBe(1);
    expect(findForgedEntry(firstKey, [b, a, c])).toBe(0);
    expect(findForgedEntry(firstKey, [{ ...a, mac: a.mac.subarray(1) }])).toBe(0);
  });

  it('goes on from its stored key, which is the hash of the one before', () => {
    const macs = new EvolvingMac(firstKey);
    macs.next(Buffer.from('a'));
    expect(macs.key).toEqual(sha256(firstKey));
    expect(new EvolvingMac(macs.key).next(Buffer.from('b'))).toEqual(written()[1]!.mac);
  });

  it('leaves the key it was given as it was', () => {
    const key = Buffer.alloc(32, 1);
    new EvolvingMac(key).next(Buffer.from('a'));
    expect(key).toEqual(firstKey);
  });
});
