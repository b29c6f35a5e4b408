import { VoxkeepError } from '@voxkeep/contracts';
import { openCheckpoint } from './checkpoint.js';
import { hashBytes } from './hashing.js';
import type { NoteVerifier } from './signed-note.js';
import { verifyConsistency } from './verify-proof.js';

/** That a log of a later time only added to itself: the request body of C2SP tlog-witness `add-checkpoint`. */
export interface GrowthProof {
  /** Size of the earlier log. */
  readonly old: number;
  readonly hashes: readonly Buffer[];
  /** Signed note of the later log. */
  readonly checkpoint: string;
}

/** The text: `old <size>`, the hashes a line each, an empty line, the signed checkpoint. */
export function writeGrowthProof({ old, hashes, checkpoint }: GrowthProof): string {
  return `${[`old ${old}`, ...hashes.map((hash) => hash.toString('base64'))].join('\n')}\n\n${checkpoint}`;
}

/** Reads what {@link writeGrowthProof} writes. Throws `proof.malformed` with the number of the line, from 1. */
export function readGrowthProof(text: string): GrowthProof {
  const split = text.indexOf('\n\n');
  const [first = '', ...rest] = text.slice(0, Math.max(split, 0)).split('\n');
  const [, old] = /^old (0|[1-9]\d{0,15})$/.exec(first) ?? [];
  if (old === undefined) throw new VoxkeepError('proof.malformed', { line: 1 });
  const hashes = rest.map((line, at) => {
    const hash = Buffer.from(line, 'base64');
    if (hash.length !== hashBytes || hash.toString('base64') !== line)
      throw new VoxkeepError('proof.malformed', { line: at + 2 });
    return hash;
  });
  return { old: Number(old), hashes, checkpoint: text.slice(split + 2) };
}

/** Whether the proof leads from an earlier signed state of this log to the later one in it. Throws `proof.malformed`. */
export function verifyGrowthProof(text: string, earlier: string, verifier: NoteVerifier): boolean {
  const proof = readGrowthProof(text);
  const before = openCheckpoint(earlier, verifier, verifier.name);
  const after = openCheckpoint(proof.checkpoint, verifier, verifier.name);
  if (before?.size !== proof.old || !after) return false;
  const growth = { first: before.size, firstRoot: before.root, second: after.size, secondRoot: after.root };
  return verifyConsistency(growth, proof.hashes);
}
