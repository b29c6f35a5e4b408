import type { Appliance } from '../appliance.js';
import { ensureDataProtectionOfficers } from '../first-run/data-protection-officers.js';
import { say } from '../say.js';
import { demoCalls } from './calls/demo-calls.js';
import { placeDemoCalls, type PlacedCalls } from './calls/place-demo-calls.js';
import { customers, furnish } from './furnish.js';
import { findQueues, furnishPolicies } from './furnishing/policies.js';
import { furnishStaff } from './furnishing/staff.js';
import { demoCaller } from './invented/reserved-numbers.js';
import { once } from './once.js';
import { recorderAddress, type RecorderAddress } from './recorder-address.js';
import { signInTable } from './sign-ins.js';
import { openSite, type OpenedSite } from './site.js';

/**
 * Furnishes a demonstration site on a running appliance and places real calls at its recorder. Each part is done once, so a second
 * run adds nothing. What is personal about the invented people is told on the terminal alone, never in a log.
 */
export async function runDemo({ surroundings, fleet }: Appliance): Promise<void> {
  const begun = performance.now();
  const officers = await ensureDataProtectionOfficers(surroundings);
  const site = await openSite(surroundings);
  const recorder = recorderAddress();
  await once(site, 'policies', () => {
    say('Furnishing the demonstration site …');
    return furnishPolicies(site, recorder.sourceNetworks);
  });
  const staff = await furnishStaff(site);
  const signIns = [
    ...staff.map(({ login, roleCode, extension, oneTimePassword }) => ({
      ...{ login, oneTimePassword },
      about: `${roleCode}, extension ${extension}`,
    })),
    ...officers.map((officer) => ({ ...officer, about: 'data protection' })),
  ];
  for (const line of signInTable(signIns)) say(line);
  const [calls, added] = await Promise.all([
    fleet.names.includes('recorder') ? placeCalls(site, recorder) : undefined,
    furnish(site),
  ]);
  // Calls that go on are told of by the site; it is left when the last of them ends.
  void (calls?.over ?? Promise.resolve()).then(() => site.close()).catch(() => undefined);
  const seconds = Math.round((performance.now() - begun) / 1000);
  const anew = added || calls !== undefined || signIns.length > 0;
  say(anew ? `The demonstration site stands (${seconds} s).` : 'The demonstration site stood already; nothing was added.');
  say(`Find the demo caller ${spaced(demoCaller)} under Protect, signed in as "dpo".`);
}

/** Calls are placed at the first furnishing; the promise inside is the end of those that go on. */
async function placeCalls(site: OpenedSite, { target }: RecorderAddress): Promise<PlacedCalls | undefined> {
  let placed: PlacedCalls | undefined;
  await once(site, 'calls', async () => {
    const queues = await findQueues(site);
    say(`Placing calls at the recorder (${target}) …`);
    placed = await placeDemoCalls({ site, queues, target, say }, demoCalls(customers));
    return placed.interrupted ? 'interrupted' : 'done';
  });
  return placed;
}

/** +442079460018 as it is read aloud: +44 20 7946 0018. */
function spaced(londonNumber: string): string {
  return londonNumber.replace(/^(\+44)(20)(\d{4})(\d{4})$/, '$1 $2 $3 $4');
}
