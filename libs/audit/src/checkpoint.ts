import { VoxkeepError } from '@voxkeep/contracts';
import { hashBytes } from './hashing.js';
import { type NoteSigner, type NoteVerifier, openNote, signNote } from './signed-note.js';

/** C2SP tlog-checkpoint: a log's state, small enough to print. `origin` names the log and is unique to it. */
export interface Checkpoint {
  readonly origin: string;
  /** Number of leaves. */
  readonly size: number;
  readonly root: Buffer;
  /** Further lines, none empty: time of signing, month of the segment. */
  readonly extensions: readonly string[];
}

/** The text of a checkpoint: origin, size, base64 root, extension lines. Throws `checkpoint.malformed`. */
export function writeCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  const lines = [origin, String(size), root.toString('base64'), ...extensions];
  const wellFormed =
    Number.isSafeInteger(size) &&
    size >= 0 &&
    root.length === hashBytes &&
    lines.every((line) => line !== '' && !/[\r\n]/.test(line));
  if (!wellFormed) throw new VoxkeepError('checkpoint.malformed', { size });
  return `${lines.join('\n')}\n`;
}

/** Reads the text of a checkpoint, signatures removed. Throws `checkpoint.malformed`. */
export function readCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', encoded = '', ...rest] = text.split('\n');
  const root = Buffer.from(encoded, 'base64');
  const end = rest.pop();
  const canonical = /^(0|[1-9]\d{0,15})$/.test(size) && root.length === hashBytes && root.toString('base64') === encoded;
  if (origin === '' || !canonical || end !== '' || rest.includes('')) throw new VoxkeepError('checkpoint.malformed');
  return { origin, size: Number(size), root, extensions: rest };
}

/** A checkpoint as a signed note. */
export function signCheckpoint(checkpoint: Checkpoint, signer: NoteSigner): string {
  return signNote(writeCheckpoint(checkpoint), signer);
}

/** The checkpoint in a note, undefined unless this verifier signed it for this origin. */
export function openCheckpoint(note: string, verifier: NoteVerifier, origin: string): Checkpoint | undefined {
  const text = openNote(note, verifier);
  if (text === undefined) return undefined;
  const checkpoint = readCheckpoint(text);
  return checkpoint.origin === origin ? checkpoint : undefined;
}
