import { setTimeout as wait } from 'node:timers/promises';
import type { Appliance } from '../appliance.js';
import { ensureDataProtectionOfficers } from '../first-run/data-protection-officers.js';
import { say } from '../say.js';
import { runTestCall } from '../operator/test-call-program.js';
import type { Undo } from '../undo.js';
import { demoCalls, liveCalls } from './calls/demo-calls.js';
import { keepLinesBusy } from './calls/live-lines.js';
import type { CallDesk } from './calls/place-call.js';
import { placeDemoCalls } from './calls/place-demo-calls.js';
import { customers, furnish } from './furnish.js';
import { findQueues, furnishPolicies } from './furnishing/policies.js';
import { furnishStaff } from './furnishing/staff.js';
import { demoCaller } from './invented/reserved-numbers.js';
import { once } from './once.js';
import { patiently } from './patiently.js';
import { recorderAddress, type RecorderAddress } from './recorder-address.js';
import { signInTable } from './sign-ins.js';
import { openSite, type Site } from './site.js';

/**
 * Furnishes a demonstration site on a running appliance, places real calls at its recorder, and keeps two lines busy until the appliance
 * stops. Everything but the calls on those lines is done once, so a second run adds nothing else. What is personal about the invented
 * people is told on the terminal alone, never in a log.
 */
export async function runDemo({ surroundings, fleet }: Appliance, undo: Undo): Promise<void> {
  const begun = performance.now();
  const officers = await ensureDataProtectionOfficers(surroundings);
  const site = await openSite(surroundings);
  await undo.remember(() => site.close());
  const recorder = recorderAddress();
  await once(site, 'policies', () => {
    say('Furnishing the demonstration site …');
    return patiently(() => furnishPolicies(site, recorder.sourceNetworks));
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
  const hasRecorder = fleet.names.includes('recorder');
  const [placed, added] = await Promise.all([hasRecorder && placeCalls(site, recorder, undo), furnish(site)]);
  const seconds = Math.round((performance.now() - begun) / 1000);
  const anew = added || placed || signIns.length > 0;
  say(
    anew
      ? `The demonstration site stands (${seconds} s).`
      : 'The demonstration site stood already; only the calls under Live are new.',
  );
  say(`Find the demo caller ${spaced(demoCaller)} under Protect, signed in as "dpo".`);
}

/** Each way in which a call can end, at the first furnishing; calls that go on, at every start. True when the former were placed. */
async function placeCalls(site: Site, { target }: RecorderAddress, undo: Undo): Promise<boolean> {
  const stop = new AbortController();
  const queues = await patiently(() => findQueues(site));
  const desk: CallDesk = { site, queues, target, say, run: runTestCall, pause, stop: stop.signal };
  say(`Placing calls at the recorder (${target}) …`);
  const lines = keepLinesBusy(desk, liveCalls(customers));
  await undo.remember(async () => {
    stop.abort();
    await lines.over;
  });
  const [placed] = await Promise.all([once(site, 'calls', () => placeDemoCalls(desk, demoCalls(customers))), lines.begun]);
  return placed;
}

async function pause(ms: number, until: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal: until }).catch(() => undefined);
}

/** +442079460018 as it is read aloud: +44 20 7946 0018. */
function spaced(londonNumber: string): string {
  return londonNumber.replace(/^(\+44)(20)(\d{4})(\d{4})$/, '$1 $2 $3 $4');
}
