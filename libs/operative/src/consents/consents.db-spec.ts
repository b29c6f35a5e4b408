import { randomUUID } from 'node:crypto';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { newTimeOrderedId } from '@voxkeep/platform';
import { Consents, type NewConsent } from './consents.js';

const by = 'system:recorder';
const now = new Date('2026-11-22T10:00:00Z');

describe('consents', () => {
  let operative: FreshDatabase;
  let consents: Consents;
  beforeAll(async () => {
    operative = await freshDatabase('operative');
    consents = new Consents(operative.database);
  });
  afterAll(() => operative.drop());

  const aConsent = (more: Partial<NewConsent>): NewConsent => ({
    id: randomUUID(),
    personId: null,
    contactPointId: null,
    contactId: null,
    purpose: 'quality-check',
    channel: 'voice',
    state: 'given',
    wordingVersion: 'v1',
    evidenceKind: 'digit',
    customerOwner: null,
    evidenceDetail: null,
    at: now,
    validUntil: null,
    ...more,
  });

  it('let the latest word count', async () => {
    const contactPointId = randomUUID();
    await consents.record(aConsent({ contactPointId }), by);
    await consents.record(aConsent({ contactPointId, state: 'withdrawn', at: new Date(now.getTime() + 1) }), by);
    const latest = await consents.latestFor({ purpose: 'quality-check', contactPointIds: [contactPointId] }, now);
    expect(latest?.state).toBe('withdrawn');
  });

  it('end when their time is over, and hold for their purpose only', async () => {
    const personId = randomUUID();
    await consents.record(aConsent({ personId, validUntil: new Date(now.getTime() + 1000) }), by);
    expect((await consents.latestFor({ purpose: 'quality-check', personId }, now))?.state).toBe('given');
    expect(await consents.latestFor({ purpose: 'training', personId }, now)).toBeUndefined();
    expect(await consents.latestFor({ purpose: 'quality-check', personId }, new Date(now.getTime() + 1000))).toBeUndefined();
  });

  it('do not take a question for an answer', async () => {
    const contactId = newTimeOrderedId();
    await consents.record(aConsent({ contactId, state: 'asked' }), by);
    expect(await consents.latestFor({ purpose: 'quality-check', contactId }, now)).toBeUndefined();
    expect(await consents.ofContact(contactId)).toMatchObject([{ state: 'asked' }]);
  });

  it('are told once, however often they are recorded', async () => {
    const consent = aConsent({ contactId: newTimeOrderedId(), state: 'refused' });
    await consents.record(consent, by);
    await consents.record(consent, by);
    const told = await operative.database.rows(`select type from outbox where payload ->> 'consentId' = $1`, [consent.id]);
    expect(told).toEqual([{ type: 'consent.refused.v1' }]);
  });
});
