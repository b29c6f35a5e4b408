import type { http } from '@voxkeep/contracts';
import { hasSaidNo, isFinal, sayable } from './sayable';

const running = { closedAt: null, waitsSince: null, recordingOff: false };
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

  it('is nothing where the queue does not record', () => {
    expect(sayable({ ...said(), recordingOff: true })).toEqual([]);
  });

  it('is nothing once the call is over, though its contact is open while it waits for the vault', () => {
    expect(sayable({ ...said('given'), waitsSince: '2026-11-29T18:08:01.000Z' })).toEqual([]);
  });
});

describe('what cannot be taken back', () => {
  it('is asked for first, also where nothing was recorded yet', () => {
    expect((['withdrawn', 'refused', 'given'] as const).map(isFinal)).toEqual([true, true, false]);
  });

  it('is told of while the call goes on, as long as no newer yes stands', () => {
    const called = [
      said('asked', 'refused'),
      said('given', 'withdrawn', 'asked'),
      said('refused', 'given'),
      said('asked'),
      said(),
    ];
    expect(called.map(hasSaidNo)).toEqual([true, true, false, false, false]);
    expect(hasSaidNo({ ...said('refused'), closedAt: '2026-11-29T18:08:01.000Z' })).toBe(false);
  });
});
