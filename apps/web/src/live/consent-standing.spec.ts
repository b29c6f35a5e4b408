import { standingOf } from './consent-standing';

describe('how the consent of a live contact stands', () => {
  it.each([
    ['asked', 'none', 'asked'],
    ['asked', 'recording', 'informed'],
    ['asked', 'paused', 'informed'],
    ['asked', 'not-known', 'not-known'],
    ['given', 'not-known', 'given'],
    ['given', 'recording', 'given'],
    ['none', 'none', 'none'],
  ])('%s, recording %s: %s', (consent, recording, standing) => {
    expect(standingOf({ consent, recording })).toBe(standing);
  });
});
