import type { KeyringClient } from '@voxkeep/keyring';
import type { OpenSegment } from '@voxkeep/operative';
import { diagnostics, type VaultStore } from '@voxkeep/platform';
import { recoverSegments, type Recovery } from '../../media/recovery.js';
import { recoveryDone } from '../events.js';
import type { OperativeKeepers } from '../session-room.js';
import { closeInterrupted } from './interrupted-contacts.js';
import { findInterruption } from './interruption.js';
import { RecoveryKeys } from './recovery-keys.js';
import { SegmentBooks } from './segment-books.js';

/** What a recovery works on. */
export interface RecoveryTerms {
  readonly operative: OperativeKeepers;
  readonly vault: VaultStore;
  readonly keyring: Pick<KeyringClient, 'recover'>;
  readonly recorderId: string;
  readonly journalFolder: string;
  readonly wallMs: () => number;
}

/** The journal is handed over twice a second, so a call was live at most this long after its last record. */
const afterLastWriteMs = 1000;

/**
 * Finishes what a recorder that died left behind, before the next call is taken: files from the journal, then rows, outcomes and
 * contacts, last the journal itself. Until then everything can be run again from the start. Throws when keyring or database is away.
 */
export async function recoverRecordings(terms: RecoveryTerms): Promise<void> {
  const { operative, vault, keyring, recorderId, wallMs } = terms;
  const since = wallMs();
  const { journalFiles, lastWrittenMs } = await findInterruption(terms.journalFolder);
  const cutOffAt = new Date(Math.min(since, (lastWrittenMs ?? since) + afterLastWriteMs));
  const rows = await operative.recordings.openSegmentsOf(recorderId);
  const keys = await RecoveryKeys.fetch(keyring, rows);
  const ownerKeyFor = (ownerId: string) => Promise.resolve(keys.copyFor(ownerId));
  const recovery = await recoverSegments({ journalFiles, vault, ownerKeyFor }).finally(() => {
    keys.zero();
  });
  await bookSegments(new SegmentBooks(operative, vault, cutOffAt), rows, recovery);
  const contacts = await closeContacts(terms, rows, cutOffAt);
  await recovery.settle();
  diagnostics.record(recoveryDone, {
    segments: recovery.recovered.length,
    lostSegments: recovery.recovered.filter(({ kind }) => kind === 'empty').length,
    unresolved: recovery.unresolved.length,
    contacts,
    tornFiles: recovery.tornFiles,
    afterMs: wallMs() - since,
  });
}

async function bookSegments(books: SegmentBooks, rows: readonly OpenSegment[], recovery: Recovery): Promise<void> {
  const open = new Map(rows.map((row) => [row.id, row]));
  for (const recovered of recovery.recovered) {
    const row = open.get(recovered.segmentId);
    if (row) await books.close(row, recovered);
    else await books.tidy(recovered);
    open.delete(recovered.segmentId);
  }
  // A segment whose key is not to be had now keeps row, file and journal for a later start.
  for (const { segmentId } of recovery.unresolved) open.delete(segmentId);
  for (const row of open.values()) await books.closeUnjournalled(row);
}

async function closeContacts({ operative, recorderId }: RecoveryTerms, rows: readonly OpenSegment[], at: Date): Promise<number> {
  const unfinished = await operative.contacts.openOf(recorderId);
  const ids = new Set([...unfinished.map(({ id }) => id), ...rows.map(({ contactId }) => contactId)]);
  for (const id of ids) await closeInterrupted(operative, id, at);
  return ids.size;
}
