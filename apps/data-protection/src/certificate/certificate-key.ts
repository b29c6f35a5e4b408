import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { settings } from '@voxkeep/platform';

/** The Ed25519 key that signs certificates. Made once; its public half is kept in the second sink, for whoever verifies later. */
@Injectable()
export class CertificateKey {
  #key: Promise<KeyObject> | undefined;

  /** Throws what the file system throws. */
  get(): Promise<KeyObject> {
    this.#key ??= this.#load();
    return this.#key;
  }

  async #load(): Promise<KeyObject> {
    const file = settings().erasure.certificateKeyFile;
    const key = (await read(file)) ?? (await make(file));
    await keepPublicHalf(key);
    return key;
  }
}

async function read(file: string): Promise<KeyObject | undefined> {
  try {
    return createPrivateKey(await readFile(file, 'utf8'));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
}

async function make(file: string): Promise<KeyObject> {
  const { privateKey } = generateKeyPairSync('ed25519');
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await write(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 0o400);
  return privateKey;
}

async function keepPublicHalf(key: KeyObject): Promise<void> {
  const { directory } = settings().witness;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const pem = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  await write(path.join(directory, 'certificate-verifier.pem'), pem, 0o444).catch((thrown: unknown) => {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
  });
}

async function write(file: string, text: string, mode: number): Promise<void> {
  const opened = await open(file, 'wx', mode);
  try {
    await opened.writeFile(text);
    await opened.sync();
  } finally {
    await opened.close();
  }
}
