import { existsSync, readFileSync } from 'node:fs';
import { readVerifierKey, verifyGrowthProof, verifyTlogProof, type NoteVerifier } from '@voxkeep/audit';
import { isVoxkeepError } from '@voxkeep/contracts';
import { say } from '../say.js';
import { provenLines } from './audit-proven-lines.js';
import { readAuditWords } from './audit-words.js';

const usage = 64;
const unreadable = 78;

/**
 * Checks the proof of an event, or of growth since an earlier signed state, with the log's public key and nothing else; needs no
 * appliance. 0 it holds, 1 it does not, 64 or 78 it could not be checked.
 */
export function verifyProof(args: readonly string[]): Promise<number> {
  const { values, positionals } = readAuditWords(args);
  const file = positionals[0];
  if (file === undefined || values.key === undefined) {
    say('Usage: voxkeep audit verify-proof <file> --key <verifier key or its file> [--earlier <signed checkpoint>]');
    return Promise.resolve(usage);
  }
  const proof = readText(file);
  const verifier = verifierOf(values.key);
  if (proof === undefined || !verifier) {
    say(
      verifier
        ? `${file} cannot be read.`
        : 'The verifier key is not one: name+id+key, as in audit-verifier.key of the second sink.',
    );
    return Promise.resolve(unreadable);
  }
  return Promise.resolve(
    values.earlier === undefined ? checkEvent(proof, verifier) : checkGrowth(proof, values.earlier, verifier),
  );
}

function checkEvent(proof: string, verifier: NoteVerifier): number {
  const verdict = verifyTlogProof(proof, verifier);
  for (const line of provenLines(verdict, verifier.name)) say(line);
  return verdict.verdict === 'proven' ? 0 : 1;
}

function checkGrowth(proof: string, earlierFile: string, verifier: NoteVerifier): number {
  const earlier = readText(earlierFile);
  if (earlier === undefined) {
    say(`${earlierFile} cannot be read.`);
    return unreadable;
  }
  const holds = leadsTo(proof, earlier, verifier);
  say(
    holds
      ? 'The proof holds: the later log only added to the earlier one.'
      : 'The proof does not hold: the later log does not continue the earlier one, or was not signed by this key.',
  );
  return holds ? 0 : 1;
}

function leadsTo(proof: string, earlier: string, verifier: NoteVerifier): boolean {
  try {
    return verifyGrowthProof(proof, earlier, verifier);
  } catch (thrown) {
    if (isVoxkeepError(thrown)) return false;
    throw thrown;
  }
}

/** The key itself, or a file that holds it. */
function verifierOf(given: string): NoteVerifier | undefined {
  try {
    return readVerifierKey((readText(given) ?? given).trim());
  } catch (thrown) {
    if (isVoxkeepError(thrown)) return undefined;
    throw thrown;
  }
}

function readText(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
