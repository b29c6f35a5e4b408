import { refreshEveryMs, refreshOf } from './list-refresh';

describe('the list of contacts', () => {
  it('follows calls that begin and end on its newest page only, and never a search for a number', () => {
    const of = (phone: string, cursor?: string) => refreshOf({ phone, cursor });
    expect([of(''), of('+390612345678'), of('', '0198a000')]).toEqual([refreshEveryMs, false, false]);
  });
});
