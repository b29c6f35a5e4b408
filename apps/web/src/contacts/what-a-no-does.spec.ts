import type { http } from '@voxkeep/contracts';
import { afterNo, carriedOut, questionBefore } from './what-a-no-does';

const call = (said: readonly string[], ...states: readonly string[]) => ({
  consents: said.map((state) => ({ state })) as http.ContactDetail['consents'],
  recordings: states.map((state) => ({ state })),
});

describe('what a page says of a no', () => {
  it('is, before it, that the recording ends only where there is one', () => {
    const asked = [call(['asked']), call(['given'], 'recording'), call(['given'], 'paused')];
    expect(asked.map(questionBefore)).toEqual(['askUnrecorded', 'ask', 'ask']);
  });

  it.each([
    ['where nothing was recorded', 'afterNoUndestroyed', undefined, call(['asked', 'refused'])],
    ['where what was recorded is kept', 'afterNoUndestroyed', undefined, call(['refused'], 'paused')],
    ['where it was destroyed', 'afterNoDestroyed', undefined, call(['given', 'withdrawn'], 'removed')],
    ['where the books do not tell yet', 'afterNo', 'applied', call(['given', 'withdrawn'], 'recording')],
  ])('is, after it, what it came to, said once: %s', (_where, after, done, contact) => {
    expect([afterNo(contact), carriedOut(contact)]).toEqual([after, done]);
  });

  it('is, after a yes, that it is being recorded as soon as it is', () => {
    expect([carriedOut(call(['given'])), carriedOut(call(['given'], 'recording'))]).toEqual(['applied', 'began']);
  });
});
