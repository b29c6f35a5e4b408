import { decodeG711 } from '@voxkeep/telephony';

/** The two channels of a WAV file, 16 bit: the customer is left, the agent right. */
export interface Stereo {
  readonly rate: number;
  readonly customer: Int16Array;
  readonly agent: Int16Array;
}

const headerBytes = 44;
const frameBytes = 4;

/** Reads a PCM WAV file by its own header. Throws when it is not 16-bit stereo. */
export function readStereo(file: Buffer): Stereo {
  const [riff, wave, format, channels, rate, bits] = [
    file.toString('latin1', 0, 4),
    file.toString('latin1', 8, 12),
    file.readUInt16LE(20),
    file.readUInt16LE(22),
    file.readUInt32LE(24),
    file.readUInt16LE(34),
  ];
  if (riff !== 'RIFF' || wave !== 'WAVE' || format !== 1 || channels !== 2 || bits !== 16)
    throw new Error('Not a 16-bit stereo WAV file');
  const frames = Math.floor((file.length - headerBytes) / frameBytes);
  return { rate, customer: sideOf(file, frames, 0), agent: sideOf(file, frames, 2) };
}

function sideOf(file: Buffer, frames: number, offset: number): Int16Array {
  const samples = new Int16Array(frames);
  for (let at = 0; at < frames; at += 1) samples[at] = file.readInt16LE(headerBytes + at * frameBytes + offset);
  return samples;
}

/** Decodes G.711 A-law as RFC 3551 has it. */
export function pcmOf(octets: Uint8Array): Int16Array {
  return decodeG711('PCMA', octets);
}

/** Whether `wanted` stands in `samples` as a whole from this position on. */
export function standsAt(samples: Int16Array, at: number, wanted: Int16Array): boolean {
  return (
    at >= 0 && at + wanted.length <= samples.length && bytesOf(samples.subarray(at, at + wanted.length)).equals(bytesOf(wanted))
  );
}

const bytesOf = (samples: Int16Array): Buffer => Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
