import type { Provider } from '@nestjs/common';
import { VaultStore, settings } from '@voxkeep/platform';

/** The vault of the recordings, from which an erasure removes files. */
export const vault: Provider = {
  provide: VaultStore,
  useFactory: () => VaultStore.create(settings().vault.directory, settings().vault),
};

/** Removes files for good; answers how many were there. */
export async function removeFiles(store: VaultStore, fileIds: readonly string[]): Promise<number> {
  let removed = 0;
  for (const fileId of fileIds) if (await store.remove(fileId)) removed += 1;
  return removed;
}
