import { createHash } from 'node:crypto';
import type { TrunkView } from '@voxkeep/configuration';
import type { CorrelationKey } from '@voxkeep/operative';
import type { RecordingMetadata } from '@voxkeep/telephony';
import type { Offer } from '../../sip/endpoint.js';

/** Octets of a name; what other systems call a call is far shorter. */
const longestKey = 512;
const hashed = 'sha256:';

/**
 * Under which names other systems may know the call, the best first: the header that the trunk names (its lower-case name is the
 * `system`), the `sipSessionID` of the metadata, the Call-ID of the recording session. Header parameters are left out,
 * and a name that is too long to be kept stands for itself by its hash.
 */
export function correlationKeysOf(
  offer: Offer,
  { contactKeyHeader }: Pick<TrunkView, 'contactKeyHeader'>,
  metadata: RecordingMetadata | undefined,
): readonly [CorrelationKey, ...CorrelationKey[]] {
  const header = contactKeyHeader === null ? undefined : withoutParameters(offer.headers(contactKeyHeader)[0]);
  const session = withoutParameters(metadata?.sessions[0]?.sipSessionIds[0]);
  const last = { system: 'call-id', value: bounded(offer.callId) };
  if (contactKeyHeader !== null && header !== undefined)
    return [{ system: contactKeyHeader.toLowerCase(), value: bounded(header) }, last];
  return session === undefined ? [last] : [{ system: 'sip-session-id', value: bounded(session) }, last];
}

/** Whether a key was too long and stands as its hash. */
export function isHashed({ value }: CorrelationKey): boolean {
  return value.startsWith(hashed);
}

function bounded(value: string): string {
  if (Buffer.byteLength(JSON.stringify(value)) <= longestKey) return value;
  return `${hashed}${createHash('sha256').update(value).digest('hex')}`;
}

function withoutParameters(value: string | undefined): string | undefined {
  const bare = value?.split(';', 1)[0]?.trim();
  return bare === '' ? undefined : bare;
}
