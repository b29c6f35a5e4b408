import type { http } from '@voxkeep/contracts';
import { sayable } from './sayable';

const said = (...states: readonly string[]) => states.map((state) => ({ state })) as http.ContactDetail['consents'];

describe('what a customer may say next', () => {
  it.each([
    ['nothing was said', said(), ['given', 'refused']],
    ['it was asked', said('asked'), ['given', 'refused']],
    ['the last yes is over', said('given', 'expired'), ['given', 'refused']],
    ['yes, and it is asked again', said('asked', 'given', 'asked'), ['withdrawn']],
    ['no', said('asked', 'refused'), []],
    ['the yes was taken back', said('given', 'withdrawn'), []],
  ])('where %s', (_what, consents, next) => {
    expect(sayable(consents)).toEqual(next);
  });
});
