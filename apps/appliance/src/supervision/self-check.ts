import type { ClusterReport } from '../cluster/prepare-cluster.js';
import type { Layout } from '../layout.js';
import type { Fleet } from './fleet.js';
import { isKeyringSealed } from './keyring-state.js';

/** The finding that keeps everything sealed: nothing can be read or written until it is put right. */
export const keyringSealed =
  'the keyring is sealed, because its root key is missing, is not the one that this data was sealed with, or waits for its passphrase or PIN. Put the right root key in its place when it is not there, and say "voxkeep unseal".';

const noCalls = 'no new call is taken, until that is over; nothing has to be restarted';

/** What is said of the recorder's disks; that the vault is away was said before. */
const diskFindings: Readonly<Record<string, readonly string[]>> = {
  'vault.no-room': [`the vault has less room than VOXKEEP_VAULT_WATERMARK_BYTES asks for: ${noCalls}. Make room there.`],
  'vault.read-only': [
    `the vault cannot be written: ${noCalls}. Give this account the right to write there, or mount it writable.`,
  ],
  'vault.failing': [`the vault fails to take files: ${noCalls}. See what the system says of its disk or mount.`],
  'journal.no-room': [`the journal's disk has too little room: ${noCalls}. Make room there.`],
  'journal.read-only': [`the journal cannot be written: ${noCalls}. Give this account the right to write there.`],
  'journal.failing': [`the journal's disk fails: ${noCalls}. See what the system says of it.`],
};

/** What the appliance found out about itself after a start: sentences, an empty list when nothing is wrong. */
export async function selfCheck(fleet: Fleet, cluster: ClusterReport, layout: Layout): Promise<readonly string[]> {
  const unready = await fleet.unready();
  const findings = unready.map((name) => `${name} does not answer that it is ready.`);
  for (const code of await fleet.diskTroubles()) findings.push(...(diskFindings[code] ?? []));
  if (cluster.absent.length > 0) findings.push(`rights are declared for tables that do not exist: ${cluster.absent.join(', ')}.`);
  if (await isKeyringSealed(layout)) findings.push(keyringSealed);
  return findings;
}
