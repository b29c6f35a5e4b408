import { beginningOf, dayAfter, emptyQuery, searchBody } from './ledger-query';

describe('the body of a search in the ledger', () => {
  it('leaves out what does not matter', () => {
    expect(searchBody({ ...emptyQuery, why: 'complaint' })).toEqual({ statedPurpose: { code: 'complaint' }, archived: false });
  });

  it('holds a number in its field, and the whole of the last day', () => {
    expect(
      searchBody({ ...emptyQuery, why: 'complaint', value: ' +372 5550100 ', from: '2026-11-01', to: '2026-11-22' }),
    ).toEqual({
      ...{ statedPurpose: { code: 'complaint' }, archived: false, phone: '+372 5550100' },
      ...{ from: beginningOf('2026-11-01'), to: dayAfter('2026-11-22') },
    });
    expect(dayAfter('2026-11-30')).toBe(beginningOf('2026-12-01'));
  });
});
