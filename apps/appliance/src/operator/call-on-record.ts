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

/** A call by the id of its session and its Call-ID. */
export interface CallOnRecord {
  readonly sessionId: string;
  readonly callId: string;
  /** It has just ended; else its caller has left, and for the recorder it goes on. */
  readonly isOver: boolean;
}

/** What the books of an appliance say of a call: its outcome once it is over, at once where it goes on. */
export async function tellRecorded(
  { layout, running }: AskedAppliance,
  { sessionId, callId, isOver }: CallOnRecord,
): Promise<string> {
  const role = roleOf('operations');
  const url = databaseUrl(running.databases.main, 'operative', role, secretsIn(layout.secrets)(role));
  const program = 'voxkeep place-test-call';
  const operative = await openDatabase('operative', { url, poolSize: 1, program }, operativeEntities);
  const names = [
    { system: 'sip-session-id', value: sessionId },
    { system: 'call-id', value: callId },
  ];
  const outcome = ({ outcomes }: { readonly outcomes: readonly unknown[] }): boolean => outcomes.length > 0;
  const holds = isOver ? outcome : () => true;
  const { contact } = await awaitContact(operative, names, holds, { ms: patienceMs }).finally(() => operative.close());
  return contact ? `On record: ${tellContact(contact, isOver)}.` : 'Nothing is on record about the call here.';
}
