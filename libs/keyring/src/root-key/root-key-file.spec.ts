import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRootKeyFile, RootKeyFile } from './root-key-file.js';

describe('the root key file', () => {
  let directory: string;
  let path: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'vk-root-'));
    path = join(directory, 'root.key');
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it('is made once, readable by its owner alone, and kept afterwards', async () => {
    expect(await createRootKeyFile(path)).toBe('created');
    expect(statSync(path).mode & 0o777).toBe(0o400);
    const made = await new RootKeyFile(path).load();
    expect(await createRootKeyFile(path)).toBe('kept');
    expect(await new RootKeyFile(path).load()).toEqual(made);
    expect(made).toMatchObject({ version: 1, key: expect.objectContaining({ length: 32 }) as Buffer });
  });

  it('is missing when it is missing', async () => {
    expect(await new RootKeyFile(path).load()).toBe('missing');
  });

  it('is refused when others may read it', async () => {
    await createRootKeyFile(path);
    chmodSync(path, 0o440);
    await expect(new RootKeyFile(path).load()).rejects.toMatchObject({ code: 'root-key.readable-by-others' });
  });

  it('is refused when it holds anything else, without telling what', async () => {
    writeFileSync(path, 'voxkeep-root-1 secret', { mode: 0o400 });
    await expect(new RootKeyFile(path).load()).rejects.toMatchObject({
      code: 'root-key.malformed',
      message: 'root-key.malformed',
      data: {},
    });
  });

  it('replaces the key by the staged one only when it is promoted', async () => {
    await createRootKeyFile(path);
    const file = new RootKeyFile(path);
    const next = { version: 2, key: Buffer.alloc(32, 2) };
    await file.stage({ version: 2, key: Buffer.alloc(32, 1) });
    await file.stage(next);
    expect(await file.load()).toMatchObject({ version: 1 });
    await file.promote();
    expect(await file.load()).toEqual(next);
    expect(await file.staged()).toBe('missing');
  });
});
