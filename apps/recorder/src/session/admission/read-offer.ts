import { parseOffer, parseRecordingMetadata, parseSiprecBody, type RecordingMetadata, type SdpOffer } from '@voxkeep/telephony';
import type { Offer } from '../../sip/endpoint.js';

/** What a request said. `flags`: codes of what was odd about it; they become events of the contact and lose no call. */
export interface ReadOffer {
  readonly sdp?: SdpOffer;
  readonly metadata?: RecordingMetadata;
  readonly flags: readonly string[];
  readonly privacy: readonly string[];
}

const nothing = { problem: undefined };

/** Reads the body of an INVITE, re-INVITE or UPDATE. Never throws; a part that cannot be read is left out and flagged. */
export function readOffer(offer: Offer): ReadOffer {
  const body = parseSiprecBody(offer.contentType, offer.body);
  const sdp = body.sdp === undefined ? nothing : parseOffer(body.sdp);
  const told = body.metadata === undefined ? nothing : parseRecordingMetadata(body.metadata);
  return {
    ...('offer' in sdp && { sdp: sdp.offer }),
    ...('metadata' in told && { metadata: told.metadata }),
    flags: [...body.problems.map((problem) => `body.${problem}`), ...flagsOf('sdp', sdp), ...flagsOf('metadata', told)],
    privacy: offer.headers('privacy'),
  };
}

/** The problem that kept a part from being read, or what was odd about it. */
function flagsOf(
  part: string,
  read: Readonly<{ problem?: string | undefined; flags?: readonly string[]; offer?: unknown }>,
): readonly string[] {
  const odd = read.problem === undefined ? (read.flags ?? []) : [read.problem];
  return odd.map((code) => `${part}.${code}`);
}
