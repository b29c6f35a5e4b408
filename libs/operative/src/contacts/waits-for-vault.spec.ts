import { idOfFinished } from '../books/recording-entries.js';
import { waitsForVault, waitsSince } from './waits-for-vault.js';

describe('a recording waits for the vault', () => {
  const at = new Date('2026-11-29T18:08:01.000Z');
  const event = (kind: string, subjectId: string, id = kind) => ({ id, kind, at, subjectId, channel: null });
  const begun = event('recording.begun', 'row');
  const continued = event('recording.continued', 'row', 'second');
  const waits = (call: string) => event('recording.waits-for-vault', call, `waits ${call}`);
  const finished = event('recording.finished', 'row', idOfFinished('row', at));

  it.each([
    [true, 'recording', 'its call is over', [begun, waits('row')]],
    [true, 'paused', 'its call is over', [begun, waits('row')]],
    [false, 'recording', 'its call goes on', [begun]],
    [false, 'recording', 'the call of another one is over', [begun, waits('other')]],
    [false, 'recording', 'a second call goes on in it', [begun, continued, waits('row')]],
    [true, 'recording', 'each of its calls is over', [begun, continued, waits('row'), waits('second')]],
    [true, 'recording', 'one ended and the second waits', [begun, finished, continued, waits('second')]],
    [false, 'finished', 'its call ended', [begun, waits('row'), finished]],
  ] as const)('%s: it is %s, and %s', (expected, state, _, events) => {
    expect(waitsForVault({ id: 'row', state }, events)).toBe(expected);
  });

  it.each([
    [null, 'it is closed', at, [{ id: 'row', state: 'recording' }], [begun, waits('row')]],
    [at, 'its only call waits', null, [{ id: 'row', state: 'recording' }], [begun, waits('row')]],
    [at, 'its call waits for what was taken back to be removed', null, [{ id: 'row', state: 'removed' }], [begun, waits('row')]],
    [null, 'nothing of it was recorded', null, [], [waits('row')]],
    [null, 'a call waited and was put away since', null, [{ id: 'row', state: 'finished' }], [begun, waits('row'), finished]],
    [null, 'a recording has ended', null, [{ id: 'row', state: 'finished' }], [begun, waits('row')]],
    [null, 'what was taken back was removed since', null, [{ id: 'row', state: 'removed' }], [begun, waits('row'), finished]],
    [
      at,
      'one part has ended and the call of the other waits',
      null,
      [
        { id: 'ended', state: 'finished' },
        { id: 'row', state: 'recording' },
      ],
      [begun, waits('row')],
    ],
    [
      null,
      'another part of it goes on',
      null,
      [
        { id: 'row', state: 'recording' },
        { id: 'other', state: 'paused' },
      ],
      [begun, waits('row')],
    ],
    [null, 'nothing waits', null, [{ id: 'row', state: 'recording' }], [begun]],
  ] as const)('%s is since when a contact of which %s', (since, _, closedAt, recordings, events) => {
    expect(waitsSince({ closedAt, recordings, events, callsGoingOn: 0 })).toEqual(since);
  });

  it('is told of no contact of which a call goes on that nobody has said yes to', () => {
    const contact = { closedAt: null, recordings: [{ id: 'row', state: 'recording' }], events: [begun, waits('row')] };
    expect([0, 1].map((callsGoingOn) => waitsSince({ ...contact, callsGoingOn }))).toEqual([at, null]);
  });
});
