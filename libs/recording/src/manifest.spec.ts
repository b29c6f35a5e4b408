import { canonicalJson } from './canonical-json.js';
import { encodeManifest, type ManifestSegment, type RecordingManifest } from './manifest.js';

const segment = (channel: 'customer' | 'agent', segmentNumber: number): ManifestSegment => ({
  segmentId: `s-${channel}-${segmentNumber}`,
  fileId: `f-${channel}-${segmentNumber}`,
  channel,
  segmentNumber,
  codec: 'pcma',
  startMs: segmentNumber * 1000,
  octets: 8000,
  sha512: 'ab'.repeat(64),
  recovered: false,
});
const manifest: RecordingManifest = {
  recordingId: 'r',
  segments: [segment('customer', 1), segment('customer', 2), segment('agent', 1)],
  gaps: [
    { reason: 'pause', fromMs: 5, toMs: 9 },
    { reason: 'lost', fromMs: 20 },
  ],
  outcome: 'kept',
  versions: [],
};

describe('the manifest', () => {
  it('has the same bytes whatever the order of its parts', () => {
    const shuffled = { ...manifest, segments: [...manifest.segments].reverse(), gaps: [...manifest.gaps].reverse() };
    expect(encodeManifest(shuffled)).toEqual(encodeManifest(manifest));
  });

  it('has other bytes when one hash differs', () => {
    const [first, ...rest] = manifest.segments;
    const forged = { ...manifest, segments: [{ ...first!, sha512: 'ac'.repeat(64) }, ...rest] };
    expect(encodeManifest(forged)).not.toEqual(encodeManifest(manifest));
  });
});

describe('canonical JSON', () => {
  it('prints the example of RFC 8785 §3.2.3 as the RFC does', () => {
    const value = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts members by UTF-16 code units', () => {
    expect(canonicalJson({ '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 })).toBe(
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
    );
  });

  it('refuses what JSON cannot say', () => {
    expect(() => canonicalJson(NaN)).toThrow('recording.not-canonical');
    expect(() => canonicalJson('\ud800')).toThrow('recording.not-canonical');
  });
});
