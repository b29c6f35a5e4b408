import { join } from 'node:path';
import { VoxkeepError } from '@voxkeep/contracts';

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether a file name in the vault is one of ours: a lower-case version 4 UUID, which tells nothing and cannot leave its folder. */
export function isVaultId(name: string): boolean {
  return pattern.test(name);
}

/** The folders from the vault's root down to the file's own: two levels of two hex digits. Throws `vault.id`. */
export function vaultFolders(
  root: string,
  id: string,
): { readonly outer: string; readonly inner: string; readonly file: string } {
  if (!isVaultId(id)) throw new VoxkeepError('vault.id', { length: id.length });
  const outer = join(root, id.slice(0, 2));
  const inner = join(outer, id.slice(2, 4));
  return { outer, inner, file: join(inner, id) };
}
