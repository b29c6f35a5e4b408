import { offeredCodecs, type CodecRefusal, type OfferedCodecName } from '@voxkeep/contracts';
import type { OfferedCodec, OfferedMedia } from './offer.js';

/** A codec of an offer that cannot be recorded, and why. */
export interface RefusedCodec {
  readonly codec: OfferedCodecName;
  readonly reason: CodecRefusal;
}

/** Every codec of a stream that was refused for its codecs or its protocol, once each; `other` where the offer names none we know. */
export function refusedCodecsOf(
  { codecs }: OfferedMedia,
  because: 'codec-not-storable' | 'protocol-unsupported',
): readonly RefusedCodec[] {
  const refused = codecs.map((codec) => ({ codec: nameOf(codec), reason: reasonOf(codec, because) }));
  return distinct(refused.length > 0 ? refused : [{ codec: 'other', reason: because }]);
}

/** Each codec and reason once, in the order in which they come first. */
export function distinct(refused: readonly RefusedCodec[]): readonly RefusedCodec[] {
  return [...new Map(refused.map((one) => [`${one.codec} ${one.reason}`, one])).values()];
}

/**
 * What an answer says of codecs that cannot be recorded, as code and text of a `Warning` (RFC 3261 §20.43); undefined when no codec was
 * at fault. It holds names of our own list only, nothing that the offer wrote.
 */
export function codecWarning(refused: readonly RefusedCodec[]): { readonly code: 305; readonly text: string } | undefined {
  if (refused.length === 0) return undefined;
  const names = [...new Set(refused.map(({ codec }) => codec))].join(', ');
  const encrypted = refused.every(({ reason }) => reason === 'protocol-unsupported');
  const wanted = encrypted ? 'Incompatible transport: offer RTP/AVP' : 'Incompatible media format: offer PCMA or PCMU at 8000 Hz';
  return { code: 305, text: `${wanted} (offered: ${names})` };
}

/**
 * What a refusal says to an offer that changes the codec of streams under way: the codec of a stream is for the whole call. `changes`: of
 * each stream the codec that was agreed, and its line of the offer.
 */
export function codecChangeWarning(
  changes: readonly { readonly agreed: 'PCMA' | 'PCMU'; readonly offered: OfferedMedia | undefined }[],
): { readonly code: 305; readonly text: string } {
  const agreed = [...new Set(changes.map((change) => change.agreed))].join(', ');
  const names = [...new Set(changes.flatMap(({ offered }) => offered?.codecs.map(nameOf) ?? []))].join(', ');
  return { code: 305, text: `Codec cannot change in mid-call: offer ${agreed} again (offered: ${names})` };
}

/** Variants go by the name of their family: `G726-32`, `AMR-WB+`, `iLBC`. */
function nameOf({ name }: OfferedCodec): OfferedCodecName {
  const known = offeredCodecs.filter((codec) => name === codec || name.startsWith(`${codec}-`) || name.startsWith(`${codec}+`));
  return known.reduce<OfferedCodecName>(
    (best, codec) => (best === 'other' || codec.length > best.length ? codec : best),
    'other',
  );
}

function reasonOf({ name }: OfferedCodec, because: 'codec-not-storable' | 'protocol-unsupported'): CodecRefusal {
  const isG711 = name === 'PCMA' || name === 'PCMU';
  return because === 'codec-not-storable' && isG711 ? 'rate-not-storable' : because;
}
