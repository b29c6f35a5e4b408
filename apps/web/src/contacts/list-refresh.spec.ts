import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { followOf, isBehind, refreshEveryMs, refreshOf } from './list-refresh';

describe('the list of contacts', () => {
  const newest = { phone: '', cursor: undefined };

  it('follows calls that begin and end on its newest page only, and never a search for a number', () => {
    const of = (phone: string, cursor?: string) => refreshOf({ phone, cursor });
    expect([of(''), of('+390612345678'), of('', '0198a000')]).toEqual([refreshEveryMs, false, false]);
  });

  it('asks for no mark when it is read, since the answer brings it, and from then on for the newest page only', async () => {
    const ask = jest.fn(() => Promise.resolve({ mark: 'b' }));
    const queries = new QueryClient();
    const observe = (phone: string, page?: { mark: string }) =>
      new QueryObserver(queries, { queryKey: ['mark', phone, page], queryFn: ask, ...followOf({ ...newest, phone }, page) });
    const observers = [observe(''), observe('', { mark: 'a' }), observe('+390612345678', { mark: 'a' })];
    const leave = observers.map((each) => each.subscribe(() => undefined));
    expect(ask).not.toHaveBeenCalled();
    expect(observers[1]?.getCurrentResult().data).toEqual({ mark: 'a' });
    expect(observers.map(({ options: { enabled, refetchInterval } }) => enabled === true && refetchInterval)).toEqual([
      false,
      refreshEveryMs,
      false,
    ]);
    await observers[1]?.refetch();
    expect(isBehind({ mark: 'a' }, observers[1]?.getCurrentResult().data)).toBe(true);
    for (const each of leave) each();
    queries.clear();
  });

  it('is read anew only under another mark', () => {
    const [a, b] = [{ mark: 'a' }, { mark: 'b' }];
    expect([isBehind(a, a), isBehind(a, b), isBehind(a, undefined), isBehind(undefined, b)]).toEqual([false, true, false, false]);
  });
});
