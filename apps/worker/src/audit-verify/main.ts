import { parseArgs } from 'node:util';
import { AuditLog, LogScan } from '@voxkeep/configuration';
import { isVoxkeepError } from '@voxkeep/contracts';
import { openDatabase, settings } from '@voxkeep/platform';
import { readSigner, verifierOf } from '../audit-sequencer/signing-key.js';
import { Witness } from '../audit-sequencer/witness.js';
import { sentenceOf } from './damage.js';
import { listedDamages, verifyAudit, type AuditVerdict } from './verify-audit.js';

const couldNotLook = 78;

/** Verifies the audit log of the settings' database and prints the result: 0 intact, 1 damaged, 78 it could not be looked at. */
async function main(): Promise<number> {
  const { audit, database, witness: places } = settings();
  const { values } = parseArgs({ options: { most: { type: 'string', default: String(listedDamages) } } });
  const { url } = database.configuration;
  const opened = await openDatabase('configuration', { url, poolSize: 2, program: 'voxkeep audit verify' });
  try {
    const witness = new Witness(places.directory);
    const verifier = witness.verifier() ?? verifierOf(readSigner(audit.signingKeyFile));
    const on = { log: new AuditLog(opened), scan: new LogScan(opened), witness, verifier };
    const verdict = await verifyAudit(on, Math.max(1, Number(values.most) || listedDamages));
    process.stdout.write(`${linesOf(verdict).join('\n')}\n`);
    return verdict.damages.length === 0 ? 0 : 1;
  } finally {
    await opened.close();
  }
}

function linesOf({ events, checkpoints, witnessed, authenticated, damages, restorations }: AuditVerdict): readonly string[] {
  const looked = `${events} events, ${checkpoints} signed states in the database, ${witnessed} on the second sink`;
  const key = authenticated ? [] : ['The first authentication key is not at hand; authentication codes were not checked.'];
  const restores = restorations.map(
    ({ set, at, size, abandoned }) =>
      `Restored from ${set} at ${at.toISOString()}: the log goes on from ${size} events; ${Math.max(0, abandoned - size)} later ones that had been signed are not in it.`,
  );
  if (damages.length === 0) return [`The audit log is intact: ${looked}.`, ...restores, ...key];
  return [`The audit log is damaged (${looked}):`, ...damages.map((damage) => `  ${sentenceOf(damage)}`), ...restores, ...key];
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
