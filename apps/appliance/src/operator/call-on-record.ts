import { operativeEntities } from '@voxkeep/operative';
import { openDatabase } from '@voxkeep/platform';
import { databaseUrl } from '../../../../db/cluster/connect.js';
import { roleOf } from '../../../../db/cluster/registry.js';
import { secretsIn } from '../cluster/secrets.js';
import type { Layout } from '../layout.js';
import type { RunningAppliance } from '../running.js';
import { tellContact } from './contact-in-words.js';
import { awaitContact } from './recorded-outcome.js';

const patienceMs = 30_000;

/** An appliance on this machine whose books can be asked. */
export interface AskedAppliance {
  readonly layout: Layout;
  readonly running: RunningAppliance;
}

/** What the books of an appliance say of a call that has just ended, by the id of its session or its Call-ID. */
export async function tellRecorded({ layout, running }: AskedAppliance, sessionId: string, callId: string): Promise<string> {
  const role = roleOf('operations');
  const url = databaseUrl(running.databases.main, 'operative', role, secretsIn(layout.secrets)(role));
  const program = 'voxkeep place-test-call';
  const operative = await openDatabase('operative', { url, poolSize: 1, program }, operativeEntities);
  const names = [
    { system: 'sip-session-id', value: sessionId },
    { system: 'call-id', value: callId },
  ];
  const outcome = ({ outcomes }: { readonly outcomes: readonly unknown[] }): boolean => outcomes.length > 0;
  const { contact } = await awaitContact(operative, names, outcome, { ms: patienceMs }).finally(() => operative.close());
  return contact ? `On record: ${tellContact(contact, true)}.` : 'Nothing is on record about the call here.';
}
