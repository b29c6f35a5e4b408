import { say } from '../say.js';
import type { Surroundings } from '../supervision/environment.js';
import { ensureFirstAdministrator, type NewlyMade } from './first-administrator.js';

/** Makes the first administrator when nobody can sign in yet, and shows the one-time password: here and never again. */
export async function firstRun(surroundings: Surroundings): Promise<void> {
  const made = await ensureFirstAdministrator(surroundings);
  if (made) show(made);
}

/** Prints how to sign in for the first time. */
export function show({ login, oneTimePassword }: NewlyMade): void {
  say(
    `Sign in once as "${login}" with the one-time password ${oneTimePassword} (shown only now; it must be changed, and a second factor set up).`,
  );
}
