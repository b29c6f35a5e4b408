import { figuresOf, summaryEveryMs, waitBefore } from './summary';

const contact = (recording: string, state = 'connected') => ({
  contactId: 'x',
  openedAt: '',
  queue: null,
  state,
  recording,
  recorded: recording === 'recording' && state !== 'ended',
  consent: 'given',
  agent: null,
  alarms: [],
});
const figures = figuresOf({
  silentSince: null,
  contacts: [contact('recording'), contact('none'), contact('recording', 'ended')],
});

describe('the summary that is read out', () => {
  it('counts contacts that go on and those being recorded', () => {
    expect(figures).toEqual({ count: 2, recorded: 1 });
  });

  it('says that it is not known what is recorded while the recorder does not answer', () => {
    const silent = figuresOf({
      silentSince: '2026-11-22T10:00:00.000Z',
      contacts: [{ ...contact('not-known'), recorded: null }],
    });
    expect(silent).toEqual({ count: 1, recorded: null });
    expect(waitBefore(silent, { count: 1, recorded: 0, at: 1000 }, 9000)).toBe(0);
  });

  it('is told at once for the first time, and not again while nothing changes', () => {
    expect(waitBefore(figures, undefined, 7)).toBe(0);
    expect(waitBefore(figures, { ...figures, at: 7 }, 7 + 100 * summaryEveryMs)).toBeUndefined();
  });

  it('is told anew some seconds after the last time, also when no further change comes', () => {
    const last = { count: 1, recorded: 0, at: 1000 };
    expect(waitBefore(figures, last, 1200)).toBe(summaryEveryMs - 200);
    expect(waitBefore(figures, last, 1000 + 3 * summaryEveryMs)).toBe(0);
  });
});
