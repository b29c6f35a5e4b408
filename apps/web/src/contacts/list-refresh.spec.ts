import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { readingOf, refreshEveryMs, refreshOf } from './list-refresh';

describe('the list of contacts', () => {
  const newest = { phone: '', cursor: undefined };

  it('follows calls that begin and end on its newest page only, and never a search for a number', () => {
    const of = (phone: string, cursor?: string) => refreshOf({ phone, cursor });
    expect([of(''), of('+390612345678'), of('', '0198a000')]).toEqual([refreshEveryMs, false, false]);
  });

  it('is read once the mark of its newest page is known, or none comes, and at once where it follows nothing', () => {
    const unknown = { data: undefined, isError: false };
    expect(readingOf(newest, unknown)).toEqual({ mark: null, mayRead: false });
    expect(readingOf(newest, { ...unknown, isError: true })).toEqual({ mark: null, mayRead: true });
    expect(readingOf(newest, { data: { mark: 'a' }, isError: true })).toEqual({ mark: 'a', mayRead: true });
    expect(readingOf({ ...newest, phone: '+390612345678' }, { data: { mark: 'a' }, isError: false })).toEqual({
      ...{ mark: null, mayRead: true },
    });
  });

  it('is read anew only under another mark', async () => {
    const read = jest.fn(() => Promise.resolve('page'));
    const queries = new QueryClient();
    const under = (mark: string) => ({
      ...{ queryKey: ['contacts', {}, readingOf(newest, { data: { mark }, isError: false }).mark], queryFn: read },
    });
    const list = new QueryObserver(queries, under('a'));
    const leave = list.subscribe(() => undefined);
    for (const mark of ['a', 'a', 'b', 'b']) {
      list.setOptions(under(mark));
      await queries.query({ ...under(mark), staleTime: Infinity });
    }
    leave();
    queries.clear();
    expect(read).toHaveBeenCalledTimes(2);
  });
});
