import { randomUUID } from 'node:crypto';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { Presences } from './presences.js';

describe('presence', () => {
  let operative: FreshDatabase;
  let presences: Presences;
  beforeAll(async () => {
    operative = await freshDatabase('operative');
    presences = new Presences(operative.database);
  });
  afterAll(() => operative.drop());

  it('is one state at a time, without a gap between two', async () => {
    const userId = randomUUID();
    const [nine, ten] = [new Date('2026-11-22T09:00:00Z'), new Date('2026-11-22T10:00:00Z')];
    await presences.change(userId, 'ready', nine, userId);
    expect(await presences.change(userId, 'ready', ten, userId)).toBe('unchanged');
    expect(await presences.change(userId, 'pause', ten, userId)).toBe('changed');
    expect(
      await operative.database.rows('select state, from_at, to_at from presence where user_id = $1 order by from_at', [userId]),
    ).toEqual([
      { state: 'ready', from_at: nine, to_at: ten },
      { state: 'pause', from_at: ten, to_at: null },
    ]);
    expect((await presences.current([userId])).get(userId)).toEqual({ state: 'pause', fromAt: ten });
  });
});
