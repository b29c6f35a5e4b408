import { openCheckpoint, signCheckpoint, type Checkpoint } from './checkpoint.js';
import type { NoteSigner, NoteVerifier } from './signed-note.js';

/** That a log was put back from a backup: where it goes on, and what of the signed states before it is not continued. */
export interface Restoration {
  /** Name of the set of backups. */
  readonly set: string;
  readonly at: Date;
  /** Size and root of the log that was put back. */
  readonly size: number;
  readonly root: Buffer;
  /** The largest size that had been signed until then; events from `size` to here are lost. */
  readonly abandoned: number;
  /** Checkpoints that the second sink held at that time: signed states after these belong to the log that goes on. */
  readonly checkpoints: number;
}

const pattern = /^restored ([A-Za-z0-9.-]{1,100}) abandoned (\d{1,15}) after (\d{1,15}) at (\S{20,30})$/;

/** A restoration as a signed note: a checkpoint of the restored log with one extension line. Throws as `signCheckpoint` does. */
export function signRestoration({ set, at, size, root, abandoned, checkpoints }: Restoration, signer: NoteSigner): string {
  const line = `restored ${set} abandoned ${abandoned} after ${checkpoints} at ${at.toISOString()}`;
  return signCheckpoint({ origin: signer.name, size, root, extensions: [line] }, signer);
}

/** Reads such a note; undefined unless this verifier signed it and it tells of a restoration. */
export function openRestoration(note: string, verifier: NoteVerifier): Restoration | undefined {
  const checkpoint = openedOrNothing(note, verifier);
  const [, set, abandoned, checkpoints, at] = pattern.exec(checkpoint?.extensions[0] ?? '') ?? [];
  if (checkpoint === undefined || set === undefined) return undefined;
  const { size, root } = checkpoint;
  return { set, at: new Date(at ?? ''), size, root, abandoned: Number(abandoned), checkpoints: Number(checkpoints) };
}

function openedOrNothing(note: string, verifier: NoteVerifier): Checkpoint | undefined {
  try {
    return openCheckpoint(note, verifier, verifier.name);
  } catch {
    return undefined;
  }
}
