import type { NoteVerifier } from '@voxkeep/audit';
import type { AuditLog } from '@voxkeep/configuration';
import type { Witness } from '../audit-sequencer/witness.js';
import type { Damage } from './damage.js';
import { rebuildLog, type RebuiltLog } from './rebuild.js';
import { readSignedStates, type SignedState } from './signed-states.js';

export interface AuditVerdict {
  readonly events: number;
  /** Signed states that were compared: those of the database and those of the second sink. */
  readonly checkpoints: number;
  readonly witnessed: number;
  /** Whether the first authentication key was at hand, without which a rewriting by the log's own key holder is not seen. */
  readonly authenticated: boolean;
  /** Empty for a log that is intact. */
  readonly damages: readonly Damage[];
}

/**
 * Verifies the audit log from its leaves: every event against its hash, every hash against the signed states in the database and on
 * the second sink, the tiles against the hashes. It may run while the log goes on: what comes later is not looked at.
 */
export async function verifyAudit(log: AuditLog, witness: Witness, verifier: NoteVerifier): Promise<AuditVerdict> {
  const { states, damages } = await readSignedStates(log, witness, verifier);
  const rebuilt = await rebuildLog(
    log,
    states.map(({ size }) => size),
  );
  const firstKey = witness.firstMacKey();
  const events = await damagedEvents(log, firstKey);
  // Where an event is missing every later one stands in the wrong place; that says nothing more.
  const whole = events.some(({ kind }) => kind === 'event-removed')
    ? []
    : [...compareStates(rebuilt, states), ...rebuilt.damages];
  const witnessed = states.filter(({ place }) => place === 'witness').length;
  return {
    events: rebuilt.events,
    checkpoints: states.length - witnessed,
    witnessed,
    authenticated: firstKey !== undefined,
    damages: [...events, ...whole, ...damages],
  };
}

async function damagedEvents(log: AuditLog, firstKey: Buffer | undefined): Promise<readonly Damage[]> {
  const removed = await log.findGap();
  const edited = await findEdited(log);
  const rewritten = firstKey && removed === undefined ? await log.findForged(firstKey) : undefined;
  return [
    ...(removed === undefined ? [] : [{ kind: 'event-removed', event: removed } as const]),
    ...(edited === undefined ? [] : [{ kind: 'event-edited', event: edited } as const]),
    ...(rewritten === undefined ? [] : [{ kind: 'event-rewritten', event: rewritten } as const]),
  ];
}

async function findEdited(log: AuditLog): Promise<number | undefined> {
  for (let from: number | undefined = 0; from !== undefined;) {
    const { altered, next }: Awaited<ReturnType<AuditLog['findAltered']>> = await log.findAltered(from);
    if (altered !== undefined) return altered;
    from = next;
  }
  return undefined;
}

/** Pure: what the signed states say about the rebuilt tree. */
function compareStates(rebuilt: RebuiltLog, states: readonly SignedState[]): readonly Damage[] {
  const database = states.filter(({ place }) => place === 'database');
  const witness = states.filter(({ place }) => place === 'witness');
  const signed = largest(database);
  const witnessed = largest(witness);
  const wrong = database.find((state) => differs(rebuilt, state));
  const damages: Damage[] = [];
  if (signed > rebuilt.events) damages.push({ kind: 'truncated', events: rebuilt.events, signed });
  if (wrong) damages.push({ kind: 'history-differs', from: lastRight(rebuilt, states, wrong.size), to: wrong.size });
  else if (isRolledBack(rebuilt, witness, signed)) damages.push({ kind: 'rolled-back', events: rebuilt.events, witnessed });
  if (signed > witnessed) damages.push({ kind: 'witness-cut', signed, witnessed });
  return damages;
}

/**
 * The sink has seen a state that the database's own signed states do not lead to: more events than there are and than it signed
 * for, or other ones where the database agrees with itself.
 */
function isRolledBack(rebuilt: RebuiltLog, witness: readonly SignedState[], signed: number): boolean {
  return witness.some((state) => (state.size > rebuilt.events ? state.size > signed : differs(rebuilt, state)));
}

function differs({ roots }: RebuiltLog, { size, root }: SignedState): boolean {
  return roots.get(size)?.equals(root) === false;
}

function lastRight(rebuilt: RebuiltLog, states: readonly SignedState[], before: number): number {
  return largest(states.filter((state) => state.size < before && !differs(rebuilt, state)));
}

function largest(states: readonly SignedState[]): number {
  return states.reduce((size, state) => Math.max(size, state.size), 0);
}
