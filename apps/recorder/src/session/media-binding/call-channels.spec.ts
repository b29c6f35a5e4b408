import type { ConsentGrant } from '@voxkeep/consent';
import type { AudioChannel } from '@voxkeep/contracts';
import type { StreamParty } from '@voxkeep/telephony';
import { CallChannels } from './call-channels.js';
import type { Track } from './track.js';

const party = (index: number, role: StreamParty['role']): StreamParty => ({
  ...{ index, role, inseparable: false, participantIds: [], addresses: [] },
});

describe('a yes for the one stream of a call in which all voices lie', () => {
  /** As a grant that names it is: what it may cover beyond, it covers only where the call knows whose that is. */
  const grant = { channels: ['mixed'], covers: (channel) => channel !== 'agent' } satisfies Pick<
    ConsentGrant,
    'channels' | 'covers'
  >;
  /** Hears these parties one after the other; answers which of their streams are covered at the end. */
  const coveredAfter = (...told: readonly (readonly StreamParty[])[]): readonly AudioChannel[] => {
    const channels = new CallChannels();
    const tracks = told[0]!.map(({ index }) => ({ terms: { index } })) as unknown as (Track & { channel: AudioChannel })[];
    const streams = { tracks, settle: () => undefined };
    for (const parties of told) channels.hear(parties, streams, { part: () => undefined });
    for (const track of tracks) Object.assign(track, { channel: channels.of(track.terms.index).channel });
    return channels.coveredBy(grant, tracks).map(({ channel }) => channel);
  };

  it('covers that stream, and the customer’s once the metadata tell that it is theirs', () => {
    expect(coveredAfter([party(0, 'unknown')])).toEqual(['mixed']);
    expect(coveredAfter([party(0, 'unknown')], [party(0, 'customer')])).toEqual(['customer']);
  });

  it('covers nobody else’s, nor one of which nobody knows whose it is', () => {
    expect(coveredAfter([party(0, 'unknown')], [party(0, 'agent')])).toEqual([]);
    expect(coveredAfter([party(1, 'unknown'), party(2, 'unknown')])).toEqual([]);
  });
});
