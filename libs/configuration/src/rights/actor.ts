import { mayAddMember, type GrantRefusal, type RightTerms } from '@voxkeep/access';
import type { Transaction } from '@voxkeep/platform';
import { readPersons } from './held-rights.js';

/** Who does it: a user id, or a program as `system:appliance`, which no right limits. */
export type Actor = string;

/** Whether the actor is one of our programs. */
export function isProgram(actor: Actor): boolean {
  return actor.startsWith('system:');
}

/** Why a user may not let these users have what a role or group conveys, or undefined. Programs may. */
export async function conveyRefusal(
  t: Transaction,
  by: Actor,
  terms: readonly RightTerms[],
  userIds: readonly string[],
): Promise<GrantRefusal | undefined> {
  if (isProgram(by)) return undefined;
  const [granter, ...members] = await readPersons(t, [by, ...userIds]);
  if (granter === undefined) return 'not-held-with-grant';
  for (const member of members) {
    const decision = mayAddMember(granter, terms, member);
    if (!decision.allowed) return decision.refused;
  }
  // Also where nobody is reached yet: a role is not handed to an empty group to be joined later.
  const decision = mayAddMember(granter, terms, { userId: '', rights: [] });
  return decision.allowed ? undefined : decision.refused;
}
