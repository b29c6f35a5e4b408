const HEADER_OCTETS = 44;

export interface WavFormat {
  readonly channels: number;
  /** Samples a second in each channel. */
  readonly rate: number;
  /** Samples in each channel of the whole file. */
  readonly samples: number;
}

/**
 * The 44 octets that precede interleaved 16-bit little-endian samples in a RIFF/WAVE file. The length is stated up
 * front, so that a file can be streamed and ranges of it served before it was made.
 */
export function wavHeader({ channels, rate, samples }: WavFormat): Uint8Array {
  const header = new Uint8Array(HEADER_OCTETS);
  const view = new DataView(header.buffer);
  const frame = channels * 2;
  const write = (at: number, text: string): void => {
    header.set(new TextEncoder().encode(text), at);
  };
  write(0, 'RIFF');
  view.setUint32(4, HEADER_OCTETS - 8 + samples * frame, true);
  write(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, channels, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * frame, true);
  view.setUint16(32, frame, true);
  view.setUint16(34, 16, true);
  write(36, 'data');
  view.setUint32(40, samples * frame, true);
  return header;
}

/** Weaves channels sample by sample; a shorter channel is completed with digital silence. */
export function interleave(channels: readonly Int16Array[]): Int16Array {
  const samples = Math.max(0, ...channels.map(({ length }) => length));
  const woven = new Int16Array(samples * channels.length);
  for (const [channel, source] of channels.entries()) {
    for (let sample = 0; sample < source.length; sample += 1) woven[sample * channels.length + channel] = source[sample] ?? 0;
  }
  return woven;
}
