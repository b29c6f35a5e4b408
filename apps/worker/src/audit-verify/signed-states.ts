import { openCheckpoint, type NoteVerifier } from '@voxkeep/audit';
import type { AuditLog } from '@voxkeep/configuration';
import type { Witness } from '../audit-sequencer/witness.js';
import type { Damage, Place } from './damage.js';

/** A state that this log's key has signed. */
export interface SignedState {
  readonly place: Place;
  readonly size: number;
  readonly root: Buffer;
}

/** The signed states of both places in the order in which they were kept there, and what is wrong with them in themselves. */
export interface SignedStates {
  readonly states: readonly SignedState[];
  readonly damages: readonly Damage[];
}

/** Reads the sink first and the database after it, so that a log that goes on meanwhile is not taken for one that was cut. */
export async function readSignedStates(log: AuditLog, witness: Witness, verifier: NoteVerifier): Promise<SignedStates> {
  const { notes, damaged } = witness.read();
  const stored = await log.checkpoints();
  const read = [
    ...notes.map((note) => readState('witness', note, verifier)),
    ...stored.map((note) => readState('database', note, verifier)),
  ];
  const unreadable = damaged.map((line): Damage => ({ kind: 'witness-line-damaged', line }));
  return {
    states: read.filter((state) => 'root' in state),
    damages: [...unreadable, ...read.filter((state) => 'kind' in state)],
  };
}

function readState(
  place: Place,
  { size, note }: { readonly size: number; readonly note: string },
  verifier: NoteVerifier,
): SignedState | Damage {
  const checkpoint = openCheckpoint(note, verifier, verifier.name);
  if (checkpoint?.size !== size) return { kind: 'checkpoint-forged', place, size };
  return { place, size, root: checkpoint.root };
}
