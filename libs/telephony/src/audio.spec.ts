import { decodeG711, encodeG711, silenceOctet } from './g711.js';
import { generateSpeech } from './speech.js';
import { interleave, wavHeader } from './wav.js';

describe.each(['PCMA', 'PCMU'] as const)('G.711 %s', (codec) => {
  it('encodes what it decoded to the same octets', () => {
    const octets = Uint8Array.from({ length: 256 }, (_, octet) => octet).filter((octet) => !(codec === 'PCMU' && octet === 0x7f)); // µ-law has two zeros
    expect(encodeG711(codec, decodeG711(codec, octets))).toEqual(octets);
  });

  it('is quiet at its silence octet', () => {
    expect(Math.abs(decodeG711(codec, Uint8Array.of(silenceOctet(codec)))[0]!)).toBeLessThanOrEqual(8);
  });
});

describe('generated speech', () => {
  it('is the same for the same seed and begins alike at any length', () => {
    expect(generateSpeech(5, 8000)).toEqual(generateSpeech(5, 16_000).subarray(0, 8000));
    expect(generateSpeech(5, 8000)).not.toEqual(generateSpeech(6, 8000));
  });

  it('has loud parts and pauses', () => {
    const samples = generateSpeech(1, 80_000);
    expect(Math.max(...samples)).toBeGreaterThan(3000);
    expect(samples.filter((sample) => sample === 0).length).toBeGreaterThan(8000);
  });
});

describe('a WAV file', () => {
  it('states format and length before its samples', () => {
    const header = Buffer.from(wavHeader({ channels: 2, rate: 8000, samples: 10 }));
    expect(header).toHaveLength(44);
    expect([
      header.toString('latin1', 0, 4),
      header.readUInt32LE(4),
      header.readUInt16LE(22),
      header.readUInt32LE(28),
      header.readUInt32LE(40),
    ]).toEqual(['RIFF', 76, 2, 32_000, 40]);
  });

  it('weaves channels of different length', () => {
    expect([...interleave([Int16Array.of(1, 2, 3), Int16Array.of(9)])]).toEqual([1, 9, 2, 0, 3, 0]);
  });
});
