import { domainEvent } from '@voxkeep/contracts';
import { newTimeOrderedId, type Database } from '@voxkeep/platform';
import type { Actor } from '../contacts/contact-types.js';

/** In which state employees are; every moment belongs to at most one state. */
export class Presences {
  constructor(private readonly operative: Database) {}

  /** Ends the current state and begins the new one; the same state again changes nothing. */
  change(userId: string, state: string, at: Date, by: Actor): Promise<'changed' | 'unchanged'> {
    return this.operative.transaction(async (t) => {
      await t.rows('select pg_advisory_xact_lock(hashtextextended($1, 0))', [userId]);
      const [current] = await t.rows<{ state: string }>('select state from presence where user_id = $1 and to_at is null', [
        userId,
      ]);
      if (current?.state === state) return 'unchanged';
      await t.rows('update presence set to_at = $2 where user_id = $1 and to_at is null', [userId, at]);
      await t.rows('insert into presence (id, user_id, state, from_at) values ($1, $2, $3, $4)', [
        newTimeOrderedId(at),
        userId,
        state,
        at,
      ]);
      await t.append(domainEvent('presence.changed.v1', { userId, at: at.toISOString(), state }));
      await t.audit({ action: 'presence.change', actor: by, object: { kind: 'user', id: userId } });
      return 'changed';
    });
  }

  /** The state that each of these users is in now; users without one are absent. */
  async current(userIds: readonly string[]): Promise<ReadonlyMap<string, { readonly state: string; readonly fromAt: Date }>> {
    const rows = await this.operative.rows<{ userId: string; state: string; fromAt: Date }>(
      'select user_id as "userId", state, from_at as "fromAt" from presence where user_id = any($1::uuid[]) and to_at is null',
      [userIds],
    );
    return new Map(rows.map(({ userId, state, fromAt }) => [userId, { state, fromAt }]));
  }

  /** Users who are in some state now. */
  async listPresent(): Promise<readonly string[]> {
    const rows = await this.operative.rows<{ userId: string }>('select user_id as "userId" from presence where to_at is null');
    return rows.map(({ userId }) => userId);
  }

  /** Ends the state of users who are in none any more; answers how many were. */
  end(userIds: readonly string[], at: Date, by: Actor): Promise<number> {
    return this.operative.transaction(async (t) => {
      const ended = await t.rows<{ userId: string }>(
        `update presence set to_at = greatest(from_at, $2) where user_id = any($1::uuid[]) and to_at is null
         returning user_id as "userId"`,
        [userIds, at],
      );
      await t.audit(
        ...ended.map(({ userId }) => ({ action: 'presence.end' as const, actor: by, object: { kind: 'user', id: userId } })),
      );
      return ended.length;
    });
  }
}
