import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { VoxkeepError } from '@voxkeep/contracts';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { FileEntry } from './manifest.js';

type Bytes = Parameters<Encrypter['encrypt']>[0] & ReadableStream<Uint8Array>;

const identityFile = 'backup-identity.txt';
const recipientFile = 'backup-recipient.txt';

/**
 * The public key that sets are sealed to (age, X25519). Made on first use, with the identity that opens them beside it (0400): it
 * belongs on another place than the sets, and may be taken away from this machine. `made` when it is new.
 */
export async function recipientIn(keys: string): Promise<{ recipient: string; identityFile: string; made: boolean }> {
  const [publicPart, identity] = [path.join(keys, recipientFile), path.join(keys, identityFile)];
  if (existsSync(publicPart)) return { recipient: readFileSync(publicPart, 'utf8').trim(), identityFile: identity, made: false };
  if (!existsSync(identity))
    writeFileSync(identity, `${await generateX25519Identity()}\n`, { mode: 0o400, flag: 'wx', flush: true });
  const recipient = await identityToRecipient(readFileSync(identity, 'utf8').trim());
  writeFileSync(publicPart, `${recipient}\n`, { mode: 0o400, flag: 'wx', flush: true });
  return { recipient, identityFile: identity, made: true };
}

/** Reads an identity and sees that it is the one that opens what is sealed to `recipient`. Throws `restore.identity`. */
export async function readIdentity(file: string, recipient: string): Promise<string> {
  try {
    const identity =
      readFileSync(file, 'utf8')
        .split('\n')
        .find((line) => line.startsWith('AGE-SECRET-KEY-')) ?? '';
    if ((await identityToRecipient(identity.trim())) === recipient) return identity.trim();
  } catch {
    throw new VoxkeepError('restore.identity', { file });
  }
  throw new VoxkeepError('restore.identity', { file });
}

/** Seals a stream into a new file, 64 KiB at a time; answers size and SHA-256 of what stands on the disk. */
export async function sealInto(target: string, recipient: string, content: AsyncIterable<Uint8Array>): Promise<FileEntry> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const sealed = await encrypter.encrypt(ReadableStream.from(content) as Bytes);
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(target, 'wx', 0o400);
  try {
    for await (const chunk of sealed as unknown as AsyncIterable<Uint8Array>) {
      hash.update(chunk);
      bytes += chunk.length;
      await file.write(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { file: path.basename(target), sha256: hash.digest('hex'), bytes };
}

/** Opens a sealed file as a stream. A block that was altered makes the stream fail. */
export async function openSealed(file: string, identity: string): Promise<AsyncIterable<Uint8Array>> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const stream = Readable.toWeb(createReadStream(file)) as unknown as ReadableStream<Uint8Array>;
  return await decrypter.decrypt(stream);
}
