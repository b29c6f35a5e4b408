import { diagnostics } from '@voxkeep/platform';
import { stepFailed } from './events.js';

/** Resolves when work of one call that goes on beside it is done. Never rejects: a failure is told, and ends neither call nor process. */
export async function beside(contact: string, step: string, work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    diagnostics.record(stepFailed, { contact, step, attempt: 1, error });
  }
}
