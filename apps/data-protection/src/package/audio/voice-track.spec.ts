import { decodeG711, encodeG711, type G711Codec } from '@voxkeep/telephony';
import { VoiceTrack } from './voice-track';

const level = (law: G711Codec, sample: number, octets: number) =>
  Buffer.from(encodeG711(law, new Int16Array(octets).fill(sample)));
const heard = (law: G711Codec, octets: Buffer, at: number) => decodeG711(law, octets)[at] ?? 0;

describe('the voice of a person in one file', () => {
  const track = (samples: number) => {
    const octets = Buffer.alloc(samples);
    const voice = new VoiceTrack('pcma', octets);
    const put = (from: number, stretch: Buffer, codec: 'pcma' | 'pcmu' = 'pcma') => {
      voice.put(from, stretch, codec);
      voice.endStretch(from + stretch.length);
    };
    return { octets, put };
  };

  it('is as it was received where nothing else sounds, and silent where nothing was kept', () => {
    const { octets, put } = track(300);
    const received = Buffer.from(Array.from({ length: 100 }, (_, at) => (at * 7) & 0xff));
    put(0, received);
    put(200, received);
    expect(octets.equals(Buffer.concat([received, Buffer.alloc(100, 0xd5), received]))).toBe(true);
  });

  it('holds both stretches where one begins within the other, each at its own time', () => {
    const { octets, put } = track(200);
    put(0, level('PCMA', 1000, 120));
    put(100, level('PCMA', 2000, 100));
    expect(heard('PCMA', octets, 99)).toBe(heard('PCMA', level('PCMA', 1000, 1), 0));
    expect(Math.abs(heard('PCMA', octets, 110) - 3000)).toBeLessThan(150);
    expect(heard('PCMA', octets, 120)).toBe(heard('PCMA', level('PCMA', 2000, 1), 0));
  });

  it('is added within what the law holds', () => {
    const { octets, put } = track(10);
    put(0, level('PCMA', 30_000, 10));
    put(0, level('PCMA', 30_000, 10));
    expect(heard('PCMA', octets, 5)).toBe(heard('PCMA', level('PCMA', 32_767, 1), 0));
  });

  it('is written over into the law of the file where the call changed its law', () => {
    const { octets, put } = track(20);
    put(0, level('PCMA', 5000, 10));
    put(10, level('PCMU', 5000, 10), 'pcmu');
    expect(Math.abs(heard('PCMA', octets, 15) - 5000)).toBeLessThan(250);
  });
});
