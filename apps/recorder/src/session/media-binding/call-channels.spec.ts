import type { ConsentGrant } from '@voxkeep/consent';
import type { AudioChannel } from '@voxkeep/contracts';
import type { StreamParty } from '@voxkeep/telephony';
import { CallChannels, type ToldParty } from './call-channels.js';
import { Holds } from './holds.js';
import type { Track } from './track.js';

const party = (index: number, role: StreamParty['role']): StreamParty => ({
  ...{ index, role, inseparable: false, participantIds: [], addresses: [] },
});

describe('a yes for the one stream of a call in which all voices lie', () => {
  /** As a grant that names it is: what it may cover beyond, it covers only where the call knows whose that is. */
  const grant: Pick<ConsentGrant, 'channels' | 'covers'> = { channels: ['mixed'], covers: (channel) => channel !== 'agent' };
  let ended: string[];
  beforeEach(() => {
    ended = [];
  });
  /** Hears these parties one after the other; answers which of their streams are covered at the end. */
  const coveredUnder = (yes: typeof grant, ...told: readonly (readonly ToldParty[])[]): readonly AudioChannel[] => {
    const channels = new CallChannels();
    const tracks = told[0]!.map(({ index }) => ({ terms: { index } })) as unknown as (Track & { channel: AudioChannel })[];
    const streams = { tracks, settleForRest: () => undefined };
    const kept = {
      part: () => undefined,
      pause: (left: readonly Track[], reason: string) => void ended.push(`${left.length} ${reason}`),
      announce: (state: string, reason: string) => void ended.push(`${state} ${reason}`),
    };
    for (const parties of told) channels.hear(parties, streams, kept, new Holds());
    for (const track of tracks) Object.assign(track, { channel: channels.of(track.terms.index).channel });
    return channels.coveredBy(yes, tracks).map(({ channel }) => channel);
  };

  const coveredAfter = (...told: readonly (readonly ToldParty[])[]) => coveredUnder(grant, ...told);

  it('covers that stream, and the customer’s once the metadata tell that it is theirs', () => {
    expect(coveredAfter([party(0, 'unknown')])).toEqual(['mixed']);
    expect(coveredAfter([party(0, 'unknown')], [party(0, 'customer')])).toEqual(['customer']);
  });

  it('covers nobody else’s, nor one of which nobody knows whose it is', () => {
    expect(coveredAfter([party(0, 'unknown')], [party(0, 'agent')])).toEqual([]);
    expect(coveredAfter([party(1, 'unknown'), party(2, 'unknown')])).toEqual([]);
  });

  const withoutCustomer = (told: StreamParty): ToldParty => ({ ...told, isCustomerAway: true });

  it('does not cover it while the customer is away, and does once they are back', () => {
    const [there, away] = [[party(0, 'unknown')], [withoutCustomer(party(0, 'unknown'))]];
    expect(coveredAfter(there, away)).toEqual([]);
    expect(ended).toEqual(['1 customer-away', 'pause customer-away']);
    expect(coveredAfter(there, away, away, there)).toEqual(['mixed']);
    expect(ended.slice(2)).toEqual(['1 customer-away', 'pause customer-away', 'resume customer-away']);
  });

  it('covers the customer’s own stream also while others alone are told', () => {
    const told = [party(0, 'customer'), party(1, 'agent')];
    expect(coveredAfter(told, [withoutCustomer(party(0, 'unknown')), withoutCustomer(party(1, 'unknown'))])).toEqual([
      'customer',
    ]);
  });

  it('covers none of several in which nobody knows whose voice is whose, while the customer is away', () => {
    const sides: typeof grant = { channels: ['customer', 'agent'], covers: () => true };
    const told = [party(0, 'unknown'), party(1, 'unknown')];
    expect(coveredUnder(sides, told)).toEqual(['customer', 'agent']);
    expect(coveredUnder(sides, told, told.map(withoutCustomer))).toEqual([]);
  });
});
