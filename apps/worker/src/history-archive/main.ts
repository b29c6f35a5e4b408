import { ClosedContacts, historyEntities } from '@voxkeep/history';
import { ContactArchive, operativeEntities } from '@voxkeep/operative';
import { openDatabase, settings } from '@voxkeep/platform';
import { archivedBefore } from './archived-before.js';
import { HistoryArchive } from './history-archive.js';

const couldNotLook = 78;
const program = 'voxkeep archive contacts';

/** Moves what is due now, as the worker does every half minute, and says how many contacts that were. */
async function main(): Promise<void> {
  const { database, history } = settings();
  const operative = await openDatabase('operative', { url: database.operative.url, program }, operativeEntities);
  const target = await openDatabase('history', { url: database.history.url, program }, historyEntities);
  try {
    const archive = new HistoryArchive(operative, new ContactArchive(operative), new ClosedContacts(target));
    const moved = await archive.move(archivedBefore(new Date(), history.afterHours));
    process.stdout.write(moved === 0 ? 'No contact is due for history.\n' : `Contacts moved to history: ${moved}.\n`);
  } finally {
    await Promise.all([operative.close(), target.close()]);
  }
}

main().catch((error: unknown) => {
  // Only the code: an error's text may hold an address or a password.
  const { code } = error as { code?: unknown };
  process.stderr.write(`The contacts could not be moved${typeof code === 'string' ? ` (${code})` : ''}.\n`);
  process.exitCode = couldNotLook;
});
