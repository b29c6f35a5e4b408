import {
  hearParties,
  type HeardParties,
  type LabelledStream,
  type PartyRule,
  type RecordingMetadata,
  type StreamParty,
} from '@voxkeep/telephony';

/** What was told of the parties: the metadata, and the values of `Privacy` headers. */
interface ToldOfParties {
  readonly metadata?: RecordingMetadata | undefined;
  readonly privacy: readonly string[];
}

/** Who is heard, by the trunk's rule. */
export function heardIn(
  streams: readonly LabelledStream[],
  { metadata, privacy }: ToldOfParties,
  { customerIs, ownNumberPrefixes, region }: PartyRule,
): HeardParties {
  return hearParties(streams, metadata, { customerIs, ownNumberPrefixes, region }, privacy);
}

/** Who is heard in each stream, by the trunk's rule. */
export function partiesOf(...told: Parameters<typeof heardIn>): readonly StreamParty[] {
  return heardIn(...told).parties;
}
