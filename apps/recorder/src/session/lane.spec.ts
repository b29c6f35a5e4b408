import { VoxkeepError } from '@voxkeep/contracts';
import { Lane } from './lane.js';

describe('the lane of a session', () => {
  const failures: string[] = [];
  const lane = () => new Lane((step, attempt, _error, final) => failures.push(`${step} ${attempt} ${final ? 'final' : 'again'}`));
  beforeEach(() => failures.splice(0));

  it('runs its steps one after the other', async () => {
    const done: string[] = [];
    const made = lane();
    made.add('slow', async () => {
      await new Promise(setImmediate);
      done.push('slow');
    });
    made.add('quick', () => Promise.resolve(done.push('quick')));
    await made.idle();
    expect(done).toEqual(['slow', 'quick']);
  });

  it('tries a step again while the database is away, before the next one', async () => {
    const done: string[] = [];
    const made = lane();
    let away = true;
    made.add('first', () => {
      const refused = away;
      away = false;
      if (refused) return Promise.reject(Object.assign(new Error(), { code: 'ECONNREFUSED' }));
      return Promise.resolve(done.push('first'));
    });
    made.add('second', () => Promise.resolve(done.push('second')));
    await made.idle();
    expect({ done, failures }).toEqual({ done: ['first', 'second'], failures: ['first 1 again'] });
  });

  it.each([new VoxkeepError('consent.forged-grant'), Object.assign(new Error(), { code: '23505' }), new TypeError()])(
    'passes over a step that would fail again (%#)',
    async (failure) => {
      const made = lane();
      made.add('lasting', () => Promise.reject(failure));
      await made.idle();
      expect(failures).toEqual(['lasting 1 final']);
    },
  );

  it('tries nothing again once it was given up', async () => {
    const made = lane();
    made.add('away', () => Promise.reject(Object.assign(new Error(), { code: 'ECONNREFUSED' })));
    made.giveUp();
    await made.idle();
    expect(failures).toEqual(['away 1 final']);
  });
});
