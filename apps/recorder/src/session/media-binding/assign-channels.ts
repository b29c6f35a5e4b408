import type { Digit } from '@voxkeep/consent';
import type { AudioChannel } from '@voxkeep/contracts';
import type { StreamParty } from '@voxkeep/telephony';

/**
 * Where a stream is kept, and as whose its keys count. `inseparable`: nothing in it may be given to one person as theirs alone.
 */
export interface ChannelOf {
  readonly channel: AudioChannel;
  readonly keysAs: Digit['channel'];
  readonly inseparable: boolean;
}

/**
 * The channel of each stream, by its index in the offer. A role that the trunk's rule gives is the channel. What has no role grants
 * nothing by keys: a single stream is `mixed`; several are kept side by side, the first under the customer's key as the one that
 * needs more protection, and flagged inseparable because nobody knows whose voice is whose.
 */
export function assignChannels(parties: readonly StreamParty[]): ReadonlyMap<number, ChannelOf> {
  const alone = parties.length === 1;
  return new Map(parties.map((party, position) => [party.index, alone ? single(party) : oneOfSeveral(party, position)]));
}

function single({ role, inseparable }: StreamParty): ChannelOf {
  return role === 'unknown' ? { channel: 'mixed', keysAs: 'mixed', inseparable } : { channel: role, keysAs: role, inseparable };
}

function oneOfSeveral({ role, inseparable }: StreamParty, position: number): ChannelOf {
  if (role !== 'unknown') return { channel: role, keysAs: inseparable ? 'mixed' : role, inseparable };
  return { channel: position === 0 ? 'customer' : 'agent', keysAs: 'mixed', inseparable: true };
}
