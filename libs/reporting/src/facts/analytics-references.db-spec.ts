import { randomUUID } from 'node:crypto';
import { domainEvent } from '@voxkeep/contracts';
import { analyticsViewStatements, catalogueOf, dropAnalyticsViews } from '@voxkeep/personal-data';
import { liveColumns, newTimeOrderedId } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { reportingEntities } from '../entities/reporting-entities.js';
import { AnalyticsReferences } from './analytics-references.js';
import { ContactFacts } from './contact-facts.js';

describe('the views for analytics', () => {
  let reporting: FreshDatabase;
  const agent = randomUUID();
  const told = () => reporting.database.rows<Record<string, unknown>>('select * from analytics.contact_fact');

  beforeAll(async () => {
    reporting = await freshDatabase('reporting', reportingEntities);
    const { database } = reporting;
    await database.rows(dropAnalyticsViews);
    const statements = analyticsViewStatements('reporting', await liveColumns(database), catalogueOf(reportingEntities));
    for (const statement of statements) await database.rows(statement);
    const contactId = newTimeOrderedId();
    const events = [
      domainEvent('contact.opened.v1', {
        ...{ contactId, at: '2026-11-03T10:17:31.000Z', direction: 'inbound', queueId: randomUUID(), trunkId: null },
      }),
      domainEvent('contact.party-joined.v1', {
        ...{ contactId, at: '2026-11-03T10:17:40.000Z', partyId: randomUUID(), role: 'agent', userId: agent },
      }),
      domainEvent('contact.closed.v1', { contactId, at: '2026-11-03T10:19:11.000Z', openedAt: '2026-11-03T10:17:31.000Z' }),
    ];
    const read = events.map((event, at) => ({ ...event, payload: event.payload, id: String(at), txid: '1', at: new Date() }));
    await database.transaction((t) => new ContactFacts(database).apply(read, t));
    await new AnalyticsReferences(database).turn(new Date('2026-11-03T00:00:00Z'));
  });
  afterAll(() => reporting.drop());

  it('tell times to the hour and durations to the ten', async () => {
    expect((await told())[0]).toMatchObject({ opened_at: new Date('2026-11-03T10:00:00Z'), handle_seconds: 90 });
  });

  it('name an agent by a reference that is another one in the next quarter', async () => {
    const reference = async () => (await told())[0]?.['agent_user_id'];
    const first = await reference();
    expect(first).toMatch(/^[0-9a-f]{20}$/);
    expect(first).not.toContain(agent.slice(0, 8));
    const references = new AnalyticsReferences(reporting.database);
    expect(await references.turn(new Date('2026-12-31T23:00:00Z'))).toBe(false);
    expect(await reference()).toBe(first);
    expect(await references.turn(new Date('2027-01-01T00:00:00Z'))).toBe(true);
    expect(await reference()).not.toBe(first);
    expect(await reporting.database.rows('select from analytics.quarter_key')).toHaveLength(1);
  });

  it('hold nothing that a database without a secret could turn into a reference', async () => {
    await reporting.database.rows('delete from analytics.quarter_key');
    expect((await told())[0]).toMatchObject({ agent_user_id: null, contact_id: null });
  });
});
