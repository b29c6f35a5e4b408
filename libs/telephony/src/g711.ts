import { alaw, mulaw } from 'alawmulaw';

/** The two companding laws of ITU-T G.711 under their RTP names (RFC 3551 §4.5.14). */
export type G711Codec = 'PCMA' | 'PCMU';

/** Samples, and so octets, of one second. */
export const G711_RATE = 8000;

/** The octet that decodes closest to zero: 0xD5 for A-law, 0xFF for µ-law. */
export const silenceOctet = (codec: G711Codec): number => (codec === 'PCMA' ? 0xd5 : 0xff);

/** Expands octets to linear 16-bit samples, one each. */
export const decodeG711 = (codec: G711Codec, octets: Uint8Array): Int16Array =>
  codec === 'PCMA' ? alaw.decode(octets) : mulaw.decode(octets);

/** Compresses linear 16-bit samples to octets, one each. */
export const encodeG711 = (codec: G711Codec, samples: Int16Array): Uint8Array =>
  codec === 'PCMA' ? alaw.encode(samples) : mulaw.encode(samples);
