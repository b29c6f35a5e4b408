import type { http } from '@voxkeep/contracts';
import { mayDestroy, sayable } from './sayable';

const running = { closedAt: null, waitsSince: null, recordings: [] };
const said = (...states: readonly string[]) => ({
  ...running,
  consents: states.map((state) => ({ state })) as http.ContactDetail['consents'],
});

describe('what a customer may say next', () => {
  it.each([
    ['nothing was said', said(), ['given', 'refused']],
    ['it was asked', said('asked'), ['given', 'refused']],
    ['the last yes is over', said('given', 'expired'), ['given', 'refused']],
    ['yes, and it is asked again', said('asked', 'given', 'asked'), ['withdrawn']],
    ['no', said('asked', 'refused'), []],
    ['the yes was taken back', said('given', 'withdrawn'), []],
  ])('where %s', (_what, contact, next) => {
    expect(sayable(contact)).toEqual(next);
  });

  it('is nothing once the call is over, though its contact is open while it waits for the vault', () => {
    expect(sayable({ ...said('given'), waitsSince: '2026-11-29T18:08:01.000Z' })).toEqual([]);
  });
});

describe('what is asked for first, since it may destroy what was recorded', () => {
  const recordings = [{}] as http.ContactDetail['recordings'];

  it.each([
    ['withdrawn', 'nothing', true],
    ['refused', 'something', true],
    ['refused', 'nothing', false],
    ['given', 'something', false],
  ] as const)('%s, where %s was recorded: %s', (state, kept, expected) => {
    expect(mayDestroy(state, { recordings: kept === 'something' ? recordings : [] })).toBe(expected);
  });
});
