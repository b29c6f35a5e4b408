import {
  parseOffer,
  parseRecordingMetadata,
  parseSiprecBody,
  type RecordingMetadata,
  type RequestFlag,
  type SdpOffer,
} from '@voxkeep/telephony';
import type { Offer } from '../../sip/endpoint.js';
import type { SdpOrigin } from '../media-binding/stream-set.js';

/** What a request said. `flags`: what was odd about it; they become events of the contact and lose no call. */
export interface ReadOffer {
  readonly sdp?: SdpOffer;
  readonly metadata?: RecordingMetadata;
  readonly flags: readonly RequestFlag[];
  readonly privacy: readonly string[];
}

/** What was told in a dialog before another customer came into it, with what the request that brought them adds. */
export interface ToldBefore {
  readonly metadata: RecordingMetadata | undefined;
  readonly sdp: SdpOffer;
  readonly origin: SdpOrigin;
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
    flags: [
      ...body.problems.map((problem) => `body.${problem}` as const),
      ...oddOf(sdp).map((code) => `sdp.${code}` as const),
      ...oddOf(told).map((code) => `metadata.${code}` as const),
    ],
    privacy: offer.headers('privacy'),
  };
}

/** What a request within a dialog says, whose parts may be left out where they stand as before. */
export function readWithin(offer: Offer, { metadata, sdp }: Omit<ToldBefore, 'origin'>): ReadOffer {
  const read = readOffer(offer);
  const flags = read.flags.filter((flag) => /^(metadata|sdp)\./.test(flag));
  const said = read.sdp ?? (flags.some((flag) => flag.startsWith('sdp.')) ? undefined : sdp);
  return { ...read, flags, ...(said && { sdp: said }), ...(metadata && { metadata }) };
}

/** The problem that kept a part from being read, or what was odd about it. */
function oddOf<Code extends string>(
  read: Readonly<{ problem?: Code | undefined; flags?: readonly Code[]; offer?: unknown }>,
): readonly Code[] {
  return read.problem === undefined ? (read.flags ?? []) : [read.problem];
}
