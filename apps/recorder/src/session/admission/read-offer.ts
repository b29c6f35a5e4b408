import { parseOffer, parseRecordingMetadata, parseSiprecBody, type RecordingMetadata, type SdpOffer } from '@voxkeep/telephony';
import type { Offer } from '../../sip/endpoint.js';

/** What a request said. `flags`: codes of what was odd about it; they become events of the contact and lose no call. */
export interface ReadOffer {
  readonly sdp?: SdpOffer;
  readonly metadata?: RecordingMetadata;
  readonly flags: readonly string[];
  readonly privacy: readonly string[];
}

/** Reads the body of an INVITE, re-INVITE or UPDATE. Never throws; a part that cannot be read is left out and flagged. */
export async function readOffer(offer: Offer): Promise<ReadOffer> {
  const body = await parseSiprecBody(offer.contentType, offer.body);
  const sdp = body.sdp === undefined ? { problem: undefined } : parseOffer(body.sdp);
  const metadata = body.metadata === undefined ? { problem: undefined } : parseRecordingMetadata(body.metadata);
  return {
    ...('offer' in sdp && { sdp: sdp.offer }),
    ...('metadata' in metadata && metadata),
    flags: [...body.problems.map((problem) => `body.${problem}`), ...flagOf('sdp', sdp), ...flagOf('metadata', metadata)],
    privacy: offer.headers('privacy'),
  };
}

function flagOf(part: string, outcome: object): readonly string[] {
  return 'problem' in outcome && typeof outcome.problem === 'string' ? [`${part}.${outcome.problem}`] : [];
}
