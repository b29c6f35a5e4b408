import { EvidenceFreezes, configurationEntities } from '@voxkeep/configuration';
import { openDatabase, settings } from '@voxkeep/platform';
import { CertificateKey } from '../certificate/certificate-key.js';
import { Freezing, folderOf } from './freezing.js';

const couldNotFreeze = 78;
const hourMs = 3600_000;

/** Freezes the evidence of the last hours, by the operator of the machine. Prints where it lies; nothing of what it holds. */
async function main([hours = '24']: readonly string[]): Promise<void> {
  const { url } = settings().database.configuration;
  const address = { url, poolSize: 4, program: 'voxkeep incident freeze' };
  const database = await openDatabase('configuration', address, configurationEntities);
  try {
    const to = new Date();
    const window = { from: new Date(to.getTime() - Number(hours) * hourMs), to };
    const freezing = new Freezing(new EvidenceFreezes(database), database, new CertificateKey());
    const frozen = await freezing.freeze(null, window, 'system:operator');
    process.stdout.write(
      `${frozen.number}: ${String(frozen.files)} files, ${String(frozen.octets)} bytes, in ${folderOf(frozen)}\n` +
        `SHA-256 of the manifest: ${String(frozen.manifestSha256)}\n` +
        `Retention stands still until two people release it on the page Incidents.\n`,
    );
  } finally {
    await database.close();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  // Only the code: an error's text may hold an address or a password.
  const { code } = error as { code?: unknown };
  process.stderr.write(`The evidence could not be frozen${typeof code === 'string' ? ` (${code})` : ''}.\n`);
  process.exitCode = couldNotFreeze;
});
