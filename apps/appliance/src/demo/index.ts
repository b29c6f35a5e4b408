import type { Appliance } from '../appliance.js';
import { ensureDataProtectionOfficers } from '../first-run/data-protection-officers.js';
import { show } from '../first-run/first-run.js';

/** Furnishes a demonstration site on a running appliance. Each step sees what is already there, so a second run adds nothing. */
export async function runDemo({ surroundings }: Appliance): Promise<void> {
  for (const officer of await ensureDataProtectionOfficers(surroundings)) show(officer);
}
