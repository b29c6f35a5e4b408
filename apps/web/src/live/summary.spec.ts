import { nextSummary, summaryEveryMs } from './summary';

const contact = (recording: string) => ({
  contactId: 'x',
  openedAt: '',
  queue: null,
  state: 'connected',
  recording,
  consent: 'given',
  agent: null,
  alarms: [],
});
const snapshot = { at: '', contacts: [contact('recording'), contact('none')], queues: [] };

describe('the summary that is read out', () => {
  it('counts contacts and those being recorded', () => {
    expect(nextSummary(undefined, snapshot, 5)).toEqual({ at: 5, count: 2, recorded: 1 });
  });

  it('stays the same for half a minute', () => {
    const last = { at: 5, count: 9, recorded: 9 };
    expect(nextSummary(last, snapshot, 4 + summaryEveryMs)).toBe(last);
    expect(nextSummary(last, snapshot, 5 + summaryEveryMs).count).toBe(2);
  });
});
