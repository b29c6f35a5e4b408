import { isVoxkeepError } from '@voxkeep/contracts';
import type { SegmentWriter } from '../../media/segment-writer.js';

/** Writes octets to a segment. The writer itself refuses without a live grant, should a packet come between a no and its being heard. */
export function writeOctets(writer: SegmentWriter, octets: Buffer): 'kept' | 'full' | 'consent-ended' {
  try {
    return writer.write(octets);
  } catch (refusal) {
    if (isVoxkeepError(refusal, 'consent.not-live')) return 'consent-ended';
    throw refusal;
  }
}
