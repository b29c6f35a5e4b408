import type { Transaction } from '@voxkeep/platform';

/** Ends the sessions of these users at once, except one that is to go on. Other processes hear of it when the transaction commits. */
export async function endSessionsOf(
  t: Transaction,
  userIds: readonly string[],
  exceptSessionId: string | null = null,
): Promise<number> {
  const ended = await t.rows(
    `update session set ended_at = now()
     where user_id = any($1::uuid[]) and ended_at is null and ($2::uuid is null or id <> $2::uuid) returning 1`,
    [userIds, exceptSessionId],
  );
  return ended.length;
}
