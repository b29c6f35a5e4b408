import { domainEvent, readEvent } from './events.js';

const contactId = '0192f0c1-7a5e-7c3b-8a61-0242ac120002';

describe('domain events', () => {
  it('are read back as they were written', () => {
    const event = domainEvent('consent.asked.v1', { contactId, at: '2026-11-22T10:00:00Z' });
    expect(readEvent(event.type, JSON.parse(JSON.stringify(event.payload)))).toEqual(event);
  });

  it('of a type that a newer program writes are skipped, not guessed', () => {
    expect(readEvent('contact.teleported.v9', { contactId })).toBeUndefined();
  });

  it('refuse a payload with something else than ids, times and codes', () => {
    expect(() => readEvent('consent.asked.v1', { contactId: '+3725550100', at: 'yesterday' })).toThrow();
  });
});
