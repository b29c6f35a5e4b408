import type { TrunkView } from '@voxkeep/configuration';
import type { CorrelationKey } from '@voxkeep/operative';
import type { RecordingMetadata } from '@voxkeep/telephony';
import type { Offer } from '../../sip/endpoint.js';

/**
 * Under which names other systems may know the call, the best first: the header that the trunk names (its lower-case name is the
 * `system`), the `sipSessionID` of the metadata, the Call-ID of the recording session. Header parameters are left out.
 */
export function correlationKeysOf(
  offer: Offer,
  { contactKeyHeader }: Pick<TrunkView, 'contactKeyHeader'>,
  metadata: RecordingMetadata | undefined,
): readonly [CorrelationKey, ...CorrelationKey[]] {
  const header = contactKeyHeader === null ? undefined : withoutParameters(offer.headers(contactKeyHeader)[0]);
  const session = withoutParameters(metadata?.sessions[0]?.sipSessionIds[0]);
  const last = { system: 'call-id', value: offer.callId };
  if (contactKeyHeader !== null && header !== undefined) return [{ system: contactKeyHeader.toLowerCase(), value: header }, last];
  return session === undefined ? [last] : [{ system: 'sip-session-id', value: session }, last];
}

function withoutParameters(value: string | undefined): string | undefined {
  const bare = value?.split(';', 1)[0]?.trim();
  return bare === '' ? undefined : bare;
}
