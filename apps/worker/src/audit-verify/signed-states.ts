import { openCheckpoint, type NoteVerifier, type Restoration } from '@voxkeep/audit';
import type { AuditLog } from '@voxkeep/configuration';
import { isAbandoned, type Witness } from '../audit-sequencer/witness.js';
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
  /** Restores that the second sink tells of; states that they abandoned are not among `states`. */
  readonly restorations: readonly Restoration[];
}

/** Reads the sink first and the database after it, so that a log that goes on meanwhile is not taken for one that was cut. */
export async function readSignedStates(log: AuditLog, witness: Witness, verifier: NoteVerifier): Promise<SignedStates> {
  const { notes, damaged } = witness.read();
  const restorations = witness.restorations(verifier);
  const stored = await log.checkpoints();
  const continued = notes.filter((note) => !isAbandoned(note, restorations));
  const read = [
    ...continued.map((note) => readState('witness', note, verifier)),
    ...stored.map((note) => readState('database', note, verifier)),
  ];
  const restored = restorations.map(({ size, root }): SignedState => ({ place: 'witness', size, root }));
  const unreadable = damaged.map((line): Damage => ({ kind: 'witness-line-damaged', line }));
  return {
    states: [...read.filter((state) => 'root' in state), ...restored],
    damages: [...unreadable, ...read.filter((state) => 'kind' in state)],
    restorations,
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
