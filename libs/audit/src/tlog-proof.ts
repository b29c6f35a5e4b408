import { VoxkeepError } from '@voxkeep/contracts';
import { readCheckpoint } from './checkpoint.js';
import { hashBytes } from './hashing.js';
import { decodeEvent, leafOfEvent, type ProvenEvent } from './proven-event.js';
import { openNote, type NoteVerifier } from './signed-note.js';
import { verifyInclusion } from './verify-proof.js';

const header = 'c2sp.org/tlog-proof@v1';
/** A tree of 2⁶³ leaves has no longer path. */
const mostHashes = 63;

/** C2SP tlog-proof: that an entry stands in a log, provable by whoever has the log's verifier key and nothing else. */
export interface TlogProof {
  /** What the application adds; here the event itself. */
  readonly extra?: Buffer;
  readonly index: number;
  /** From the leaf upwards. */
  readonly hashes: readonly Buffer[];
  /** Signed note of a state that covers the entry. */
  readonly checkpoint: string;
}

/** The text of a proof: header, extra, index and hashes a line each, an empty line, the signed checkpoint. */
export function writeTlogProof({ extra, index, hashes, checkpoint }: TlogProof): string {
  const added = extra === undefined ? [] : [`extra ${extra.toString('base64')}`];
  const lines = [header, ...added, `index ${index}`, ...hashes.map((hash) => hash.toString('base64'))];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/** Reads a proof. Throws `proof.malformed` with the number of the line, from 1. */
export function readTlogProof(text: string): TlogProof {
  const split = text.indexOf('\n\n');
  const lines = text.slice(0, Math.max(split, 0)).split('\n');
  if (lines[0] !== header) throw malformed(1);
  const extra = readExtra(lines[1] ?? '');
  const at = extra ? 2 : 1;
  const [, index] = /^index (0|[1-9]\d{0,15})$/.exec(lines[at] ?? '') ?? [];
  if (index === undefined) throw malformed(at + 1);
  const hashes = lines.slice(at + 1).map((line, n) => base64(line, at + 2 + n, hashBytes));
  if (hashes.length > mostHashes) throw malformed(lines.length);
  return { ...(extra && { extra }), index: Number(index), hashes, checkpoint: text.slice(split + 2) };
}

function readExtra(line: string): Buffer | undefined {
  const word = 'extra ';
  return line.startsWith(word) ? base64(line.slice(word.length), 2) : undefined;
}

/** What checking a proof found; `line` is the first line of the file, from 1, that does not hold. */
export type ProofVerdict =
  | {
      readonly verdict: 'proven';
      readonly event: ProvenEvent;
      readonly index: number;
      readonly size: number;
      readonly root: Buffer;
    }
  | { readonly verdict: 'not-proven'; readonly line: number; readonly because: 'format' | 'event' | 'signature' | 'path' };

/** Checks a proof that carries its event, against the key of the log: signature, then the path from the event to the signed root. */
export function verifyTlogProof(text: string, verifier: NoteVerifier): ProofVerdict {
  try {
    const proof = readTlogProof(text);
    const noteLine = text.slice(0, text.length - proof.checkpoint.length).split('\n').length;
    if (!proof.extra) return refused(2, 'event');
    const event = decodeEvent(proof.extra);
    const note = openNote(proof.checkpoint, verifier);
    if (note === undefined) return refused(noteLine, 'signature');
    const { origin, size, root } = readCheckpoint(note);
    if (origin !== verifier.name) return refused(noteLine, 'signature');
    const { index, hashes } = proof;
    const leads = verifyInclusion({ index, size, root, leafHash: leafOfEvent(event) }, hashes);
    return leads ? { verdict: 'proven', event, index, size, root } : refused(3, 'path');
  } catch (thrown) {
    return refusalOf(thrown);
  }
}

function refusalOf(thrown: unknown): ProofVerdict {
  if (!(thrown instanceof VoxkeepError)) throw thrown;
  if (thrown.code === 'proof.malformed') return refused(Number(thrown.data['line']), 'format');
  if (thrown.code === 'proof.event') return refused(2, 'event');
  if (thrown.code === 'checkpoint.malformed') return refused(1, 'format');
  throw thrown;
}

function refused(line: number, because: Extract<ProofVerdict, { verdict: 'not-proven' }>['because']): ProofVerdict {
  return { verdict: 'not-proven', line, because };
}

function base64(text: string, line: number, length?: number): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text || (length !== undefined && bytes.length !== length)) throw malformed(line);
  return bytes;
}

function malformed(line: number): VoxkeepError {
  return new VoxkeepError('proof.malformed', { line });
}
