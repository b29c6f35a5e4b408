import type { KeyringClient } from '@voxkeep/keyring';
import { diagnostics, timeOfId, type VaultStore } from '@voxkeep/platform';
import { decodeSegmentHeader, type CallFact } from '@voxkeep/recording';
import { indexJournals, type JournalIndex, type UnfinishedCall } from '../../media/journal-index.js';
import { recoverSegments, type Recovery } from '../../media/recovery.js';
import type { Binder } from '../books/binder.js';
import type { BoundCall } from '../books/bound-call.js';
import { recoveryDone } from '../events.js';
import type { OperativeKeepers } from '../session-room.js';
import { EarlierSegments } from './earlier-segments.js';
import { finishCall, removeFiles } from './finish-call.js';
import { closeInterrupted } from './interrupted-contacts.js';
import { openFacts, RecoveredLog } from './recovered-log.js';
import { RecoveryKeys } from './recovery-keys.js';
import type { Remains } from './remains.js';

/** What a recovery works on. */
export interface RecoveryTerms {
  readonly operative: OperativeKeepers;
  readonly vault: VaultStore;
  readonly keyring: Pick<KeyringClient, 'recover'>;
  readonly binder: Pick<Binder, 'submit'>;
  readonly remains: Remains;
  readonly wallMs: () => number;
}

/** The journal is handed over twice a second, so a call was live at most this long after its last record. */
const afterLastWriteMs = 1000;

/**
 * Finishes what a recorder that died left behind: files from the journal, then facts, rows and outcomes, last the journal itself. Keys
 * are had by the owners that the journal names, and nothing is taken for rubbish because it has no row. Until the journal goes it can be
 * run again from the start. Throws when keyring or database is away.
 */
export async function recoverCalls(terms: RecoveryTerms): Promise<void> {
  const { vault, keyring, remains, wallMs } = terms;
  const since = wallMs();
  const cutOffAt = Math.min(since, (remains.lastWrittenMs ?? since) + afterLastWriteMs);
  const index = await indexJournals(remains.journalFiles);
  const keys = await RecoveryKeys.fetch(keyring, ownersIn(index, remains));
  try {
    const ownerKeyFor = (ownerId: string) => Promise.resolve(keys.copyFor(ownerId));
    const recovery = await recoverSegments({ journalFiles: remains.journalFiles, vault, ownerKeyFor });
    const calls = await finishCalls(terms, index.calls, recovery, keys, cutOffAt);
    const contacts = calls.length + (await finishRows(terms, calls, recovery, new Date(cutOffAt)));
    await recovery.settle();
    diagnostics.record(recoveryDone, {
      segments: recovery.recovered.length,
      lostSegments: recovery.recovered.filter(({ kind }) => kind === 'empty').length,
      unresolved: recovery.unresolved.length,
      contacts,
      tornFiles: recovery.tornFiles,
      afterMs: wallMs() - since,
    });
  } finally {
    keys.zero();
  }
}

function ownersIn({ calls, cutOff }: JournalIndex, { openSegments }: Remains): ReadonlySet<string> {
  const ofSegments = cutOff.map(({ header }) => decodeSegmentHeader(header).ownerId);
  return new Set([...calls.map(({ owner }) => owner), ...ofSegments, ...openSegments.map(({ owner }) => owner)]);
}

/** Completes the facts of each call and tells them to the books; resolves when all of them stand there. */
async function finishCalls(
  terms: RecoveryTerms,
  unfinished: readonly UnfinishedCall[],
  recovery: Recovery,
  keys: RecoveryKeys,
  cutOffAt: number,
): Promise<readonly BoundCall[]> {
  const recovered = new Map(recovery.recovered.map((segment) => [segment.segmentId, segment]));
  const unresolved = new Set(recovery.unresolved.map(({ segmentId }) => segmentId));
  const bound: Promise<BoundCall>[] = [];
  for (const call of unfinished) {
    const ownerKey = keys.copyFor(call.owner);
    const facts = ownerKey ? openFacts(call, ownerKey) : [];
    ownerKey?.fill(0);
    const [session] = facts;
    if (session?.kind !== 'session') continue;
    const log = new RecoveredLog(call.recordingId, facts);
    const startedMs = timeOfId(session.found ?? session.contactId).getTime();
    await finishCall(log, { vault: terms.vault, recovered, unresolved, cutOffAt, startedMs });
    bound.push(tell(terms, log, session, keys));
  }
  return Promise.all(bound);
}

function tell(
  { binder, vault }: Pick<RecoveryTerms, 'binder' | 'vault'>,
  log: RecoveredLog,
  session: Extract<CallFact, { kind: 'session' }>,
  keys: RecoveryKeys,
): Promise<BoundCall> {
  const inBooks = log.facts.findLast((fact) => fact.kind === 'in-books');
  const ring = keys.of([session.customerOwner, session.agentOwner]);
  let wasErased = false;
  return new Promise<BoundCall>((resolve) => {
    const call: BoundCall = {
      ...{ log, session, keys: ring, isOpen: inBooks !== undefined },
      contactId: inBooks?.kind === 'in-books' ? inBooks.contactId : (session.found ?? session.contactId),
      onAdopted: () => Promise.resolve(),
      onErased: () => {
        wasErased = true;
      },
      onBound: () => {
        ring.zero();
        resolve(call);
      },
    };
    binder.submit(call);
  }).then(async (call) => {
    if (wasErased) await removeFiles(log.facts, vault);
    return call;
  });
}

/** What only rows tell of: segments and contacts of a recorder that wrote rows first, or whose journal is gone. */
async function finishRows(
  { operative, vault, remains }: RecoveryTerms,
  calls: readonly BoundCall[],
  recovery: Recovery,
  at: Date,
): Promise<number> {
  const told = new Set(
    calls.flatMap(({ log }) => log.facts.flatMap((fact) => (fact.kind === 'segment' ? [fact.segmentId] : []))),
  );
  const earlier = new EarlierSegments(operative, vault, at);
  const open = new Map(remains.openSegments.filter(({ id }) => !told.has(id)).map((row) => [row.id, row]));
  for (const recovered of recovery.recovered.filter(({ segmentId }) => !told.has(segmentId))) {
    const row = open.get(recovered.segmentId);
    if (row) await earlier.close(row, recovered);
    else await earlier.tidy(recovered);
    open.delete(recovered.segmentId);
  }
  // A segment whose key is not to be had now keeps row, file and journal for a later start.
  for (const { segmentId } of recovery.unresolved) open.delete(segmentId);
  for (const row of open.values()) await earlier.closeUnjournalled(row);
  const finished = new Set(calls.map(({ contactId }) => contactId));
  const contacts = new Set([...remains.interrupted, ...remains.openSegments.map(({ contactId }) => contactId)]);
  for (const id of [...contacts].filter((each) => !finished.has(each))) await closeInterrupted(operative, id, at);
  return contacts.size;
}
