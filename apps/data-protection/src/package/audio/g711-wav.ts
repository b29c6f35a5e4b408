import type { SegmentCodec } from '@voxkeep/recording';

const rate = 8000;
const headerBytes = 58;
const formats = { pcma: 6, pcmu: 7 } as const satisfies Record<SegmentCodec, number>;

/** Bytes of a WAV file of so many samples. */
export function g711WavBytes(samples: number): number {
  return headerBytes + samples + (samples % 2);
}

/**
 * A mono WAV file of G.711 as it was received: nothing is decoded, so nothing is lost and it is half as long as PCM. Its header
 * (RIFF, `fmt ` of 18 bytes and `fact`, as non-PCM formats need it).
 */
export function g711WavHeader(codec: SegmentCodec, samples: number): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(g711WavBytes(samples) - 8, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(18, 16);
  header.writeUInt16LE(formats[codec], 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('fact', 38, 'latin1');
  header.writeUInt32LE(4, 42);
  header.writeUInt32LE(samples, 46);
  header.write('data', 50, 'latin1');
  header.writeUInt32LE(samples, 54);
  return header;
}
