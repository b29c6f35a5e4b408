import { diagnostics } from '@voxkeep/platform';
import type { SipDialog } from '../../sip/endpoint.js';
import { stepFailed } from '../events.js';

/** Says good-bye to the client of a call, should it stand. Never rejects. */
export async function sayGoodBye(dialog: Pick<SipDialog, 'bye'> | undefined, contact: string, reason: string): Promise<void> {
  try {
    await dialog?.bye(reason);
  } catch (error) {
    diagnostics.record(stepFailed, { contact, step: 'good-bye', attempt: 1, error });
  }
}
