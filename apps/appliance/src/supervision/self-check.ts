import type { ClusterReport } from '../cluster/prepare-cluster.js';
import type { Layout } from '../layout.js';
import type { Fleet } from './fleet.js';
import { isKeyringSealed } from './keyring-state.js';

/** The finding that keeps everything sealed: nothing can be read or written until it is put right. */
export const keyringSealed =
  'the keyring is sealed, because its root key is missing, is not the one that this data was sealed with, or waits for its passphrase or PIN. Put the right root key in its place when it is not there, and say "voxkeep unseal".';

/** What the appliance found out about itself after a start: sentences, an empty list when nothing is wrong. */
export async function selfCheck(fleet: Fleet, cluster: ClusterReport, layout: Layout): Promise<readonly string[]> {
  const unready = await fleet.unready();
  const findings = unready.map((name) => `${name} does not answer that it is ready.`);
  if (cluster.absent.length > 0) findings.push(`rights are declared for tables that do not exist: ${cluster.absent.join(', ')}.`);
  if (await isKeyringSealed(layout)) findings.push(keyringSealed);
  return findings;
}
