import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { VaultStore } from '@voxkeep/platform';
import { z } from 'zod';
import { partial, vaultFile, type Target } from './target.js';

/** One line of a set's list of vault files. */
export const vaultEntry = z.strictObject({
  fileId: z.uuid(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().min(0),
});

export type VaultLine = z.infer<typeof vaultEntry>;

/** Where the vault of a site lies, and what remembers which one it is. */
export interface VaultPlace {
  readonly directory: string;
  readonly rememberedAt: string;
}

/** Copies every finished file of a vault, which is ciphertext, to where it lies by its content; what is there already stays. Throws `vault.away`. */
export async function* copyVault({ directory, rememberedAt }: VaultPlace, target: Target): AsyncGenerator<VaultLine> {
  const store = await VaultStore.create(directory, { rememberedAt });
  for await (const { fileId, finished } of store.list()) {
    if (!finished) continue;
    const file = path.join(directory, fileId.slice(0, 2), fileId.slice(2, 4), fileId);
    const copied = await copyByContent(file, target);
    if (copied) yield { fileId, ...copied };
  }
}

async function copyByContent(file: string, target: Target): Promise<{ sha256: string; bytes: number } | undefined> {
  const draft = path.join(target.vault, `${String(process.pid)}${partial}`);
  await mkdir(target.vault, { recursive: true, mode: 0o700 });
  const copied = await hashedCopy(file, draft);
  if (!copied) return undefined;
  const place = vaultFile(target, copied.sha256);
  await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
  if (existsSync(place)) await rm(draft);
  else await rename(draft, place);
  return copied;
}

/** Undefined for a file that went meanwhile: it was erased. */
async function hashedCopy(file: string, draft: string): Promise<{ sha256: string; bytes: number } | undefined> {
  const hash = createHash('sha256');
  let bytes = 0;
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  try {
    await pipeline(createReadStream(file), hashing, createWriteStream(draft, { mode: 0o400, flush: true }));
    return { sha256: hash.digest('hex'), bytes };
  } catch (thrown) {
    await rm(draft, { force: true });
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
}

/** Puts a file back under its id. */
export async function putBack(store: VaultStore, target: Target, { fileId, sha256 }: VaultLine): Promise<void> {
  const file = await store.beginFile(fileId);
  for await (const chunk of createReadStream(vaultFile(target, sha256))) await file.append(chunk as Buffer);
  await file.finish();
}
