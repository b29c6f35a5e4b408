import type { RecordingMode } from '@voxkeep/contracts';
import type { KeyringClient } from '@voxkeep/keyring';
import { diagnostics, timeOfId, type VaultStore } from '@voxkeep/platform';
import { decodeSegmentHeader, type CallFact } from '@voxkeep/recording';
import { indexJournals, type JournalIndex, type UnfinishedCall } from '../../media/journal-index.js';
import { recoverSegments, type Recovery } from '../../media/recovery.js';
import type { Binder } from '../books/binder.js';
import type { BoundCall } from '../books/bound-call.js';
import type { OutcomeTally } from '../ending/outcome-tally.js';
import { callUnrecovered, callWaits, recoveryDone } from '../events.js';
import type { OperativeKeepers } from '../session-room.js';
import { EarlierSegments } from './earlier-segments.js';
import { finishCall, removeFiles } from './finish-call.js';
import { closeInterrupted, takeBackInterrupted } from './interrupted-contacts.js';
import { dropNotTold } from './not-carried-out.js';
import { openFacts, RecoveredLog } from './recovered-log.js';
import { RecoveryKeys, surelyRecoverableMs } from './recovery-keys.js';
import type { Remains } from './remains.js';
import { ToldLate, type LateCommands } from './told-late.js';

/** What a recovery works on. */
export interface RecoveryTerms {
  readonly operative: OperativeKeepers;
  readonly vault: VaultStore;
  readonly keyring: Pick<KeyringClient, 'recover' | 'states'>;
  readonly binder: Pick<Binder, 'submit' | 'hasSetAside'>;
  readonly remains: Remains;
  /** Commands that came for calls that nobody heard any more. */
  readonly late: LateCommands;
  /** By which rule calls of a queue are recorded. */
  readonly modeOf: (queueId: string | null) => RecordingMode;
  readonly outcomes: Pick<OutcomeTally, 'countRecovered' | 'countInterrupted'>;
  readonly wallMs: () => number;
}

type SessionFact = Extract<CallFact, { kind: 'session' }>;

/** Calls that could not be finished now, with what the books must not be told of them meanwhile. */
interface LeftCall {
  readonly contactId: string;
  readonly segmentIds: readonly string[];
}

interface FinishedCalls {
  readonly finished: readonly BoundCall[];
  readonly left: readonly LeftCall[];
  /** Key owners of customers of whose calls the journal has facts that cannot be read. */
  readonly unread: ReadonlySet<string>;
}

/**
 * Finishes what a recorder that died left behind: files from the journal, then facts, rows and outcomes, last the journal itself. Keys
 * are had by the owners that the journal names, and nothing is taken for rubbish because it has no row. What fails holds up nothing else:
 * it is answered, to be run again later, as is what waits for a key that may still come. Everything can be run again from the start and
 * tells the same. Throws when keyring or database is away.
 */
export async function recoverCalls(terms: RecoveryTerms): Promise<Remains | undefined> {
  const { vault, keyring, remains, wallMs } = terms;
  const since = wallMs();
  const cutOffAt = Math.min(since, remains.lastWrittenMs ?? since);
  const index = await indexJournals(remains.journalFiles);
  const keys = await RecoveryKeys.fetch(keyring, ownersIn(index, remains));
  try {
    const ownerKeyFor = (ownerId: string) => Promise.resolve(keys.copyFor(ownerId));
    const recovery = await recoverSegments({ journalFiles: remains.journalFiles, index, vault, ownerKeyFor });
    const locked = recovery.unresolved.filter(({ ownerId }) => keys.mayCome(ownerId));
    const waiting = [...recovery.failed, ...locked].map(({ segmentId }) => segmentId);
    const isLocked = index.calls.some(({ owner }) => keys.mayCome(owner));
    const told = await ToldLate.ask(terms.late);
    const calls = await finishCalls(terms, {
      unfinished: index.calls,
      forgotten: index.forgotten,
      recovery,
      keys,
      cutOffAt,
      told,
    });
    const gone = new Set(calls.finished.flatMap(({ log }) => (isDropped(log) ? segmentIdsOf(log) : [])));
    const held = new Set([...waiting.filter((id) => !gone.has(id)), ...calls.left.flatMap(({ segmentIds }) => segmentIds)]);
    const rows = await finishRows(terms, { ...calls, told }, recovery, held, new Date(cutOffAt));
    const over = calls.finished.map(({ log }) => log.recordingId);
    const journalFiles = await recovery.settle({ over, held, waits: held.size > 0 || calls.left.length > 0 || isLocked });
    await told.answer(new Set([...calls.finished.map(({ contactId }) => contactId), ...rows]), wallMs());
    tellDone(recovery, calls.finished.length + rows.length, wallMs() - since);
    return journalFiles.length === 0 ? undefined : leftOf(remains, journalFiles, held, calls.left);
  } finally {
    keys.zero();
  }
}

/** What the next run has to look at; all else is finished. */
function leftOf(
  remains: Remains,
  journalFiles: readonly string[],
  held: ReadonlySet<string>,
  left: readonly LeftCall[],
): Remains {
  const contacts = new Set(left.map(({ contactId }) => contactId));
  return {
    journalFiles,
    lastWrittenMs: remains.lastWrittenMs,
    interrupted: new Set([...remains.interrupted].filter((id) => contacts.has(id))),
    openSegments: remains.openSegments.filter(({ id }) => held.has(id)),
  };
}

function tellDone({ recovered, unresolved, tornFiles }: Recovery, contacts: number, afterMs: number): void {
  const lostSegments = recovered.filter(({ kind }) => kind === 'empty').length;
  diagnostics.record(recoveryDone, {
    ...{ segments: recovered.length, lostSegments, unresolved: unresolved.length, contacts, tornFiles, afterMs },
  });
}

function ownersIn({ calls, cutOff }: JournalIndex, { openSegments }: Remains): ReadonlySet<string> {
  const ofSegments = cutOff.map(({ header }) => decodeSegmentHeader(header).ownerId);
  return new Set([...calls.map(({ owner }) => owner), ...ofSegments, ...openSegments.map(({ owner }) => owner)]);
}

/** What is known when calls are finished. */
interface Knowledge {
  readonly unfinished: readonly UnfinishedCall[];
  readonly forgotten: ReadonlySet<string>;
  readonly recovery: Recovery;
  readonly keys: RecoveryKeys;
  readonly cutOffAt: number;
  readonly told: ToldLate;
}

/** Completes the facts of each call and tells them to the books; resolves when all stand there, but for those that are refused for good. */
async function finishCalls(terms: RecoveryTerms, knowledge: Knowledge): Promise<FinishedCalls> {
  const { unfinished, keys } = knowledge;
  const unread = new Set<string>();
  const calls = unfinished.flatMap((call) => {
    const facts = factsOf(call, keys);
    const [session] = facts;
    if (session?.kind === 'session') return [{ log: new RecoveredLog(call.recordingId, facts), session }];
    unread.add(call.owner);
    return [];
  });
  const done = await Promise.all(
    calls.map(async ({ log, session }): Promise<BoundCall | LeftCall> => {
      try {
        const bound = (await isFinished(terms, log, session, knowledge)) && (await tell(terms, log, session, keys));
        if (bound) return bound;
      } catch (error) {
        diagnostics.record(callUnrecovered, { recording: log.recordingId, error });
      }
      const keySurelyForMs = Math.max(0, startOf(session) + surelyRecoverableMs - terms.wallMs());
      diagnostics.record(callWaits, { recording: log.recordingId, keySurelyForMs });
      return { contactId: contactOf(log, session), segmentIds: segmentIdsOf(log) };
    }),
  );
  return {
    finished: done.filter((each): each is BoundCall => 'log' in each),
    left: done.filter((each): each is LeftCall => 'segmentIds' in each),
    unread,
  };
}

function factsOf(call: UnfinishedCall, keys: RecoveryKeys): readonly CallFact[] {
  const ownerKey = keys.copyFor(call.owner);
  try {
    return ownerKey ? openFacts(call, ownerKey) : [];
  } finally {
    ownerKey?.fill(0);
  }
}

/** `false`: the disk failed at one of its segments, so its outcome cannot be counted yet. */
async function isFinished(terms: RecoveryTerms, log: RecoveredLog, session: SessionFact, knowledge: Knowledge): Promise<boolean> {
  const { recovery, keys, cutOffAt } = knowledge;
  const failed = new Set(recovery.failed.map(({ segmentId }) => segmentId));
  if (segmentIdsOf(log).some((id) => failed.has(id))) return false;
  const recovered = new Map(recovery.recovered.map((segment) => [segment.segmentId, segment]));
  const locked = recovery.unresolved.filter(({ ownerId }) => keys.mayCome(ownerId));
  const unresolved = new Set(locked.map(({ segmentId }) => segmentId));
  const startedMs = startOf(session);
  await hearLate(terms, log, session, knowledge);
  await finishCall(log, { vault: terms.vault, recovered, unresolved, cutOffAt, startedMs });
  terms.outcomes.countRecovered(log);
  return true;
}

/**
 * A no that nobody heard becomes a fact of its call, under the rules of the queue in whose name it was recorded; what was said, there or in
 * the books, is carried out.
 */
async function hearLate(
  { operative }: RecoveryTerms,
  log: RecoveredLog,
  session: SessionFact,
  { told, forgotten, cutOffAt }: Knowledge,
): Promise<void> {
  const contactId = contactOf(log, session);
  const inBooks = await operative.contacts.get(contactId);
  const queueId = inBooks?.queueId ?? session.queueId;
  for (const fact of told.factsFor(contactId, log.facts, queueId)) log.write(fact);
  const { recordingId, facts } = log;
  const destroys = told.destroys(queueId);
  const dropped = dropNotTold({ recordingId, facts, inBooks, destroys, forgotten, cutOffAt });
  if (dropped) log.write(dropped);
}

/** When the call began, milliseconds since the epoch. */
const startOf = ({ found, contactId }: SessionFact): number => timeOfId(found ?? contactId).getTime();

const isDropped = ({ facts }: BoundCall['log']): boolean => facts.some(({ kind }) => kind === 'dropped');

const segmentIdsOf = ({ facts }: BoundCall['log']): readonly string[] => facts.flatMap(segmentIdOf);

function contactOf({ facts }: RecoveredLog, session: SessionFact): string {
  const inBooks = facts.findLast((fact) => fact.kind === 'in-books');
  return inBooks?.kind === 'in-books' ? inBooks.contactId : (session.found ?? session.contactId);
}

/**
 * `undefined`: the books refuse the call for good, and the binder keeps it, to try it again seldom. A later run that finds it refused no
 * more tells it once more, which changes nothing, and lets its journal go.
 */
function tell(
  { binder, vault }: Pick<RecoveryTerms, 'binder' | 'vault'>,
  log: RecoveredLog,
  session: SessionFact,
  keys: RecoveryKeys,
): Promise<BoundCall | undefined> {
  if (binder.hasSetAside(log.recordingId)) return Promise.resolve(undefined);
  const isOpen = log.facts.some(({ kind }) => kind === 'in-books');
  const ring = keys.of([session.customerOwner, session.agentOwner]);
  let wasErased = false;
  return new Promise<BoundCall | undefined>((resolve) => {
    const call: BoundCall = {
      ...{ log, session, keys: ring, isOpen, contactId: contactOf(log, session) },
      onAdopted: () => Promise.resolve(),
      onErased: () => {
        wasErased = true;
      },
      onSetAside: () => {
        resolve(undefined);
      },
      onBound: () => {
        ring.zero();
        resolve(call);
      },
    };
    binder.submit(call);
  }).then(async (bound) => {
    if (wasErased) await removeFiles(log.facts, vault);
    return bound;
  });
}

/** What only rows tell of: segments and contacts of a recorder that wrote rows first, or whose journal is gone. `held`: not to be told now. */
async function finishRows(
  terms: RecoveryTerms,
  { finished, left, unread, told: late }: FinishedCalls & Pick<Knowledge, 'told'>,
  recovery: Recovery,
  held: ReadonlySet<string>,
  at: Date,
): Promise<readonly string[]> {
  const { operative, vault, remains } = terms;
  const told = new Set([...held, ...finished.flatMap(({ log }) => log.facts.flatMap(segmentIdOf))]);
  const earlier = new EarlierSegments(operative, vault, at);
  const open = new Map(remains.openSegments.filter(({ id }) => !told.has(id)).map((row) => [row.id, row]));
  for (const recovered of recovery.recovered.filter(({ segmentId }) => !told.has(segmentId))) {
    const row = open.get(recovered.segmentId);
    if (row) await earlier.close(row, recovered);
    else await earlier.tidy(recovered);
    open.delete(recovered.segmentId);
  }
  for (const row of open.values()) await earlier.closeUnjournalled(row);
  const done = new Set([...finished.map(({ contactId }) => contactId), ...left.map(({ contactId }) => contactId)]);
  const contacts = new Set([...remains.interrupted, ...remains.openSegments.map(({ contactId }) => contactId)]);
  const others = [...contacts].filter((each) => !done.has(each));
  for (const id of others) {
    await takeBackInterrupted(terms, id, late);
    const lived = remains.lastWrittenMs === undefined ? undefined : at;
    const outcome = await closeInterrupted(operative, id, lived, ({ queueId, customerOwner }) => ({
      ...{ mode: terms.modeOf(queueId), told: late.of(id), wasGranted: customerOwner !== null && unread.has(customerOwner) },
    }));
    terms.outcomes.countInterrupted(id, outcome);
  }
  return others;
}

const segmentIdOf = (fact: CallFact): readonly string[] => (fact.kind === 'segment' ? [fact.segmentId] : []);
