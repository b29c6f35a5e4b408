import { aboutOne, auditQueryOf, readAuditFilters } from './audit-filters';

describe('the filters of the audit trail', () => {
  it('are read out of the address, and what does not parse is left out', () => {
    const search = {
      actor: 'system:recorder',
      action: 'recording.listen',
      purpose: 'training',
      source: 'history',
      from: '2026-11-01',
    };
    expect(readAuditFilters(search)).toEqual(search);
    expect(readAuditFilters({ actor: 'a b', purpose: 'fun', source: 'elsewhere', from: 'yesterday', to: 7 })).toEqual({});
  });

  it('can leave one consent and nobody else’s', () => {
    const one = aboutOne('consent', '0b7e0f5a-1111-4222-8333-444455556666');
    expect(readAuditFilters({ ...one })).toEqual(one);
    expect(auditQueryOf(one)).toBe('?objectKind=consent&objectId=0b7e0f5a-1111-4222-8333-444455556666');
  });

  it('become a query whose days are whole', () => {
    const query = new URLSearchParams(auditQueryOf({ from: '2026-11-01', to: '2026-11-02', action: 'contact.open' }));
    expect(Date.parse(query.get('to') ?? '') - Date.parse(query.get('from') ?? '')).toBe(2 * 86_400_000);
    expect(query.get('action')).toBe('contact.open');
    expect(auditQueryOf({})).toBe('');
    expect(auditQueryOf({}, { before: '7' })).toBe('?before=7');
  });
});
