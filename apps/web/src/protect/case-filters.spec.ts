import { filterCases, readCaseFilters } from './case-filters.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const overdue = { kind: 'report', state: 'received', dueAt: '2026-11-01T00:00:00Z', owner: 'dpo', handedOver: false } as const;
const waiting = {
  kind: 'erasure',
  state: 'identity-check',
  dueAt: '2026-12-01T00:00:00Z',
  owner: 'deputy',
  handedOver: false,
} as const;
const closed = { kind: 'report', state: 'closed', dueAt: '2026-11-01T00:00:00Z', owner: 'dpo', handedOver: false } as const;
const all = [overdue, waiting, closed];

describe('the filters of the case log', () => {
  it.each([
    [{}, all],
    [{ state: 'open' }, [overdue, waiting]],
    [{ state: 'overdue' }, [overdue]],
    [{ state: 'identity' }, [waiting]],
    [{ state: 'over' }, [closed]],
    [{ kind: 'report', mine: true }, [overdue, closed]],
  ] as const)('%o leave the cases that fit', (filters, left) => {
    expect(filterCases(all, filters, 'dpo', now)).toEqual(left);
  });

  it('leave out of the address what is no filter', () => {
    expect(readCaseFilters({ kind: 'erasure', state: 'nonsense', mine: 'yes', name: 'Mari' })).toEqual({ kind: 'erasure' });
  });
});
