import type { http } from '@voxkeep/contracts';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { termsAt } from './terms.js';

describe('the moment up to which a rule removes', () => {
  let fresh: FreshDatabase;
  beforeAll(async () => {
    fresh = await freshDatabase('configuration');
  });
  afterAll(() => fresh.drop());

  const before = async (now: string, amount: number, unit: http.RetentionRule['unit'], zone = 'Europe/Tallinn') => {
    const rule = { id: 'a', class: 'contact', channel: null, queueId: null, amount, unit, ground: 'contract', reference: null };
    const [term] = await termsAt(fresh.database, [rule as http.RetentionRule], new Date(now), zone);
    return term?.before.toISOString();
  };

  it('is the beginning of a day of the site, not of the server', async () => {
    expect(await before('2026-11-22T23:30:00Z', 1, 'day')).toBe('2026-11-21T22:00:00.000Z');
  });

  it('crosses the end of a year', async () => {
    expect(await before('2026-01-01T10:00:00Z', 1, 'month', 'UTC')).toBe('2025-12-01T00:00:00.000Z');
    expect(await before('2025-12-31T23:59:59Z', 1, 'day', 'UTC')).toBe('2025-12-30T00:00:00.000Z');
  });

  it('counts days of 23 and of 25 hours as one day', async () => {
    // Tallinn put its clocks forward on 29 March 2026 and back on 25 October 2026.
    expect(await before('2026-03-30T10:00:00Z', 1, 'day')).toBe('2026-03-28T22:00:00.000Z');
    expect(await before('2026-03-29T10:00:00Z', 1, 'day')).toBe('2026-03-27T22:00:00.000Z');
    expect(await before('2026-10-26T10:00:00Z', 1, 'day')).toBe('2026-10-24T21:00:00.000Z');
  });

  it('keeps longer, never shorter, where the calendar has no such day', async () => {
    expect(await before('2024-02-29T12:00:00Z', 1, 'year', 'UTC')).toBe('2023-02-28T00:00:00.000Z');
    expect(await before('2025-02-28T12:00:00Z', 1, 'year', 'UTC')).toBe('2024-02-28T00:00:00.000Z');
    expect(await before('2025-03-01T12:00:00Z', 1, 'year', 'UTC')).toBe('2024-03-01T00:00:00.000Z');
    expect(await before('2026-03-31T12:00:00Z', 1, 'month', 'UTC')).toBe('2026-02-28T00:00:00.000Z');
  });
});
