import type { StreamParty } from '@voxkeep/telephony';
import { assignChannels } from './assign-channels.js';

const party = (index: number, role: StreamParty['role'], inseparable = false): StreamParty => ({
  ...{ index, role, inseparable, participantIds: [`p${index}`], addresses: [] },
});
const assigned = (...parties: StreamParty[]) =>
  [...assignChannels(parties).values()].map(({ channel, keysAs, inseparable }) => `${channel} ${keysAs} ${inseparable}`);

describe('the channel of a stream', () => {
  it('is the role that the trunk gives it', () => {
    expect(assigned(party(0, 'agent'), party(1, 'customer'))).toEqual(['agent agent false', 'customer customer false']);
  });

  it('is mixed when it is the only one, and its keys answer nothing', () => {
    expect(assigned(party(0, 'unknown', true))).toEqual(['mixed mixed true']);
  });

  it('without roles is kept side by side, inseparable, and keys answer nothing', () => {
    expect(assigned(party(0, 'unknown'), party(1, 'unknown'))).toEqual(['customer mixed true', 'agent mixed true']);
  });

  it('that several people share does not answer by key', () => {
    expect(assigned(party(0, 'customer', true), party(1, 'agent'))).toEqual(['customer mixed true', 'agent agent false']);
  });
});
