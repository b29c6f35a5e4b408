import { parseArgs } from 'node:util';
import { AuditProofs } from '@voxkeep/configuration';
import { isVoxkeepError } from '@voxkeep/contracts';
import { openDatabase, settings } from '@voxkeep/platform';
import { findProof, type Asked } from './find-proof.js';

const couldNotLook = 78;

/** Prints the proof of an event, or that the log only grew since a size: 0 printed, 1 there is none, 78 it could not be looked at. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options: { since: { type: 'string' } }, allowPositionals: true });
  const asked: Asked = values.since === undefined ? { event: positionals[0] ?? '' } : { since: values.since };
  const { url } = settings().database.configuration;
  const opened = await openDatabase('configuration', { url, poolSize: 1, program: 'voxkeep audit prove' });
  try {
    const found = await findProof(new AuditProofs(opened), asked);
    if ('proof' in found) process.stdout.write(found.proof);
    else process.stderr.write(`${found.sentence}\n`);
    return 'proof' in found ? 0 : 1;
  } finally {
    await opened.close();
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    // Only the code: an error's text may hold an address or a password.
    const code = isVoxkeepError(error) ? error.code : (error as { code?: unknown }).code;
    process.stderr.write(`The audit log could not be read${typeof code === 'string' ? ` (${code})` : ''}.\n`);
    process.exitCode = couldNotLook;
  },
);
