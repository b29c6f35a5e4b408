import { diskTrouble, type DiskTrouble, type VaultTrouble } from '@voxkeep/platform';
import type { Journal } from '../media/journal.js';
import type { Capacity } from './admission/capacity.js';

/** What keeps a recorder from taking any call, by its code. */
export type RecorderTrouble = VaultTrouble | `journal.${DiskTrouble}`;

type Disks = Pick<Capacity, 'vaultWorks' | 'journalWorks'>;

/** What keeps the vault from taking recordings; `undefined`: nothing does. */
export function vaultTrouble(
  { vaultWorks }: Disks,
  vault: { readonly trouble: VaultTrouble | undefined },
): RecorderTrouble | undefined {
  return vaultWorks ? undefined : (vault.trouble ?? 'vault.failing');
}

/** What keeps the journal from taking recordings; `undefined`: nothing does. */
export function journalTrouble({ journalWorks }: Disks, { trouble }: Pick<Journal, 'trouble'>): RecorderTrouble | undefined {
  if (journalWorks) return undefined;
  return trouble === undefined ? 'journal.no-room' : `journal.${diskTrouble(trouble)}`;
}
