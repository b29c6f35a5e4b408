import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beginVault, markName, rememberVault } from './vault-mark.js';
import { VaultStore, type VaultOptions } from './vault-store.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'vault-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const pathOf = (id: string) => join(root, id.slice(0, 2), id.slice(2, 4), id);

/** A disk whose n-th call of `method` fails with EIO. */
const failing = (method: 'datasync' | 'write', at: number): NonNullable<VaultOptions['open']> => {
  let calls = 0;
  return async (...given) => {
    const handle = await open(...given);
    const genuine = handle[method].bind(handle) as (...args: unknown[]) => Promise<unknown>;
    const replaced = (...args: unknown[]) => {
      calls += 1;
      return calls === at ? Promise.reject(Object.assign(new Error(), { code: 'EIO' })) : genuine(...args);
    };
    return Object.assign(handle, { [method]: replaced });
  };
};

describe('a vault file', () => {
  const id = randomUUID();
  const parts = [randomBytes(1000), randomBytes(20_000), randomBytes(3)];
  const written = async () => {
    const vault = await VaultStore.create(root);
    const file = await vault.beginFile(id);
    await Promise.all(parts.map((part) => file.append(part)));
    return { vault, file };
  };

  it('is finished read-only, with the hash of what was appended in order', async () => {
    const { file } = await written();
    const finished = await file.finish();
    expect(await readFile(pathOf(id))).toEqual(Buffer.concat(parts));
    expect(finished).toEqual({
      fileId: id,
      bytes: 21_003,
      sha512: createHash('sha512').update(Buffer.concat(parts)).digest('hex'),
    });
    expect((await stat(pathOf(id))).mode & 0o777).toBe(0o440);
  });

  it('is read at any position, and not beyond its end', async () => {
    const { vault, file } = await written();
    await file.finish();
    const reader = await vault.openForRead(id);
    expect(await reader!.read(990, 20)).toEqual(Buffer.concat(parts).subarray(990, 1010));
    await expect(reader!.read(21_000, 4)).rejects.toThrow('vault.read-beyond-end');
    await reader!.close();
  });

  it('is never begun a second time', async () => {
    const { vault, file } = await written();
    await file.finish();
    await expect(vault.beginFile(id)).rejects.toThrow('vault.file-exists');
  });

  it('takes nothing more once finished', async () => {
    const { file } = await written();
    await file.finish();
    await expect(file.append(Buffer.alloc(1))).rejects.toThrow('vault.file-broken');
  });

  it('is listed as unfinished while it is written', async () => {
    const { vault, file } = await written();
    const entries = [];
    for await (const entry of vault.list()) entries.push(entry);
    expect(entries).toEqual([{ fileId: id, bytes: 21_003, finished: false }]);
    await file.abandon();
  });

  it('is gone after removal, which can be repeated', async () => {
    const { vault, file } = await written();
    await file.finish();
    expect([await vault.remove(id), await vault.remove(id)]).toEqual([true, false]);
    expect(await vault.openForRead(id)).toBeUndefined();
  });
});

describe('a failing disk', () => {
  it('breaks the file for good: no second fsync on the same descriptor', async () => {
    const vault = await VaultStore.create(root, { open: failing('datasync', 1) });
    const file = await vault.beginFile(randomUUID());
    await file.append(Buffer.alloc(10));
    await expect(file.sync()).rejects.toThrow(
      expect.objectContaining({ code: 'vault.file-broken', data: { cause: 'EIO' } }) as Error,
    );
    await expect(file.sync()).rejects.toThrow(expect.objectContaining({ data: { cause: 'earlier' } }) as Error);
    await expect(file.finish()).rejects.toThrow('vault.file-broken');
    await file.abandon();
  });

  it('takes no files, although it has room, until it is whole again', async () => {
    const vault = await VaultStore.create(root, { watermarkBytes: 0, open: failing('write', 1) });
    expect([await vault.hasRoom(), await vault.takesFiles(), await vault.takesFiles()]).toEqual([true, false, true]);
  });

  it.each([
    ['EROFS', 'vault.read-only'],
    ['ENOSPC', 'vault.no-room'],
    ['EIO', 'vault.failing'],
  ])('says what keeps it from taking files after %s', async (code, trouble) => {
    const refusing = () => Promise.reject(Object.assign(new Error(code), { code }));
    const vault = await VaultStore.create(root, { watermarkBytes: 0, open: refusing });
    expect([await vault.takesFiles(), vault.trouble]).toEqual([false, trouble]);
  });

  it('lets the next file be written', async () => {
    const vault = await VaultStore.create(root, { open: failing('write', 1) });
    const broken = await vault.beginFile(randomUUID());
    await expect(broken.append(Buffer.alloc(10))).rejects.toThrow('vault.file-broken');
    await broken.abandon();
    const next = await vault.beginFile(randomUUID());
    await next.append(Buffer.alloc(10));
    expect((await next.finish()).bytes).toBe(10);
  });
});

describe('a vault that is away', () => {
  const aside = () => `${root}-aside`;
  afterEach(() => rm(aside(), { recursive: true, force: true }));

  it.each([
    ['with nothing in its place', () => Promise.resolve()],
    ['with another folder in its place', () => mkdir(root)],
  ])('%s has removed nothing', async (_what, replace) => {
    const vault = await VaultStore.create(root);
    const id = randomUUID();
    await (await vault.beginFile(id)).finish();
    await rename(root, aside());
    await replace();
    await expect(vault.remove(id)).rejects.toThrow('vault.away');
    await rm(root, { recursive: true, force: true });
    await rename(aside(), root);
    expect([await vault.remove(id), await vault.remove(id)]).toEqual([true, false]);
  });

  it('takes nothing in another folder, and has nothing in it durable or complete that was begun before', async () => {
    const vault = await VaultStore.create(root, { watermarkBytes: 0 });
    const [synced, finished, late] = [randomUUID(), randomUUID(), randomUUID()];
    const files = await Promise.all([synced, finished].map((id) => vault.beginFile(id)));
    for (const file of files) await file.append(Buffer.alloc(10));
    await files[0]!.sync();
    await rename(root, aside());
    await mkdir(root);
    expect([await vault.hasRoom(), await vault.takesFiles()]).toEqual([false, false]);
    await expect(vault.beginFile(late)).rejects.toThrow('vault.away');
    await expect(vault.openForRead(finished)).rejects.toThrow('vault.away');
    await files[0]!.append(Buffer.alloc(10));
    await expect(files[0]!.sync()).rejects.toThrow('vault.file-broken');
    await expect(files[1]!.finish()).rejects.toThrow('vault.file-broken');
    expect(await readdir(root)).toEqual([]);
    for (const file of files) await file.abandon();
    await rm(root, { recursive: true });
    await rename(aside(), root);
    expect([await vault.hasRoom(), await vault.takesFiles()]).toEqual([true, true]);
    expect((await (await vault.beginFile(late)).finish()).bytes).toBe(0);
  });

  describe('as soon as it was looked at', () => {
    /** Another folder lies in its place right after the first look that finds it there. */
    const goesAfterLook = async () => {
      const vault = await VaultStore.create(root, { watermarkBytes: 0 });
      const id = randomUUID();
      await (await vault.beginFile(id)).finish();
      const look = vault.state.bind(vault);
      const looked = jest.spyOn(vault, 'state').mockImplementation(async () => {
        const state = await look();
        if (looked.mock.calls.length > 1) return state;
        await rename(root, aside());
        await mkdir(root);
        return state;
      });
      return { vault, id };
    };

    it('begins no file', async () => {
      const { vault } = await goesAfterLook();
      await expect(vault.beginFile(randomUUID())).rejects.toThrow('vault.away');
    });

    it('does not say that a file is gone', async () => {
      const { vault, id } = await goesAfterLook();
      await expect(vault.remove(id)).rejects.toThrow('vault.away');
    });

    it('takes no files', async () => {
      expect(await (await goesAfterLook()).vault.takesFiles()).toBe(false);
    });

    it('is not listed as empty', async () => {
      const { vault } = await goesAfterLook();
      await expect(vault.list().next()).rejects.toThrow('vault.away');
    });
  });

  it('completes nothing in another folder though that has folders of the same names', async () => {
    const vault = await VaultStore.create(root);
    const id = randomUUID();
    const file = await vault.beginFile(id);
    await rename(root, aside());
    await mkdir(dirname(pathOf(id)), { recursive: true });
    await expect(file.finish()).rejects.toThrow(expect.objectContaining({ data: { cause: 'vault.away' } }) as Error);
  });

  it('is bare until a file is begun, and not when that is removed', async () => {
    const vault = await VaultStore.create(root);
    const id = randomUUID();
    expect([await vault.takesFiles(), await vault.isBare(), await readdir(root)]).toEqual([true, true, [markName]]);
    await (await vault.beginFile(id)).finish();
    await vault.remove(id);
    expect(await vault.isBare()).toBe(false);
  });
});

describe('a vault that is known by its mark', () => {
  const [aside, remembered] = [() => `${root}-aside`, () => `${root}-mark`];
  const opened = (): Promise<VaultStore> => VaultStore.create(root, { watermarkBytes: 0, rememberedAt: remembered() });
  afterEach(async () => {
    for (const each of [aside(), remembered()]) await rm(each, { recursive: true, force: true });
  });
  /** Another filesystem has other devices and inodes: a copy of all files is the same vault, as an export that is mounted anew. */
  const comeBackElsewhere = async () => {
    await rm(root, { recursive: true, force: true });
    await cp(aside(), root, { recursive: true });
  };

  it('works on without a restart when it comes back as another device', async () => {
    const vault = await VaultStore.create(root, { watermarkBytes: 0 });
    const id = randomUUID();
    await (await vault.beginFile(id)).finish();
    await rename(root, aside());
    await mkdir(root);
    expect([await vault.state(), await vault.takesFiles()]).toEqual(['unmarked', false]);
    await comeBackElsewhere();
    expect([await vault.state(), await vault.takesFiles(), await vault.remove(id)]).toEqual(['here', true, true]);
  });

  it('is away for a program that starts without it, until it is back', async () => {
    expect(await rememberVault(root, remembered())).toBe('here');
    const id = randomUUID();
    await (await (await opened()).beginFile(id)).finish();
    await rename(root, aside());
    await mkdir(root);
    const vault = await opened();
    expect([await vault.state(), await vault.hasRoom(), await vault.takesFiles()]).toEqual(['unmarked', false, false]);
    for (const refused of [vault.beginFile(randomUUID()), vault.openForRead(id), vault.remove(id), vault.list().next()])
      await expect(refused).rejects.toThrow('vault.away');
    expect([await rememberVault(root, remembered()), await readdir(root)]).toEqual(['unmarked', []]);
    await comeBackElsewhere();
    expect([await vault.takesFiles(), await vault.remove(id)]).toEqual([true, true]);
  });

  it('takes another vault for none, and removes and reads nothing in it, though that has files of the same names', async () => {
    await rememberVault(root, remembered());
    const vault = await opened();
    const id = randomUUID();
    await (await vault.beginFile(id)).finish();
    await writeFile(join(root, markName), randomUUID());
    expect(await vault.state()).toBe('other');
    await expect(vault.openForRead(id)).rejects.toThrow('vault.away');
    await expect(vault.remove(id)).rejects.toThrow('vault.away');
    expect((await stat(pathOf(id))).isFile()).toBe(true);
  });

  it('is marked where a release that knew no marks left it, and keeps its files', async () => {
    const id = randomUUID();
    await (await (await VaultStore.create(root)).beginFile(id)).finish();
    await rm(join(root, markName));
    expect(await rememberVault(root, remembered())).toBe('here');
    const reader = await (await opened()).openForRead(id);
    expect(reader?.finished).toBe(true);
    await reader?.close();
  });

  describe.each([
    ['names none', 'no-id', (path: string) => writeFile(path, '')],
    ['names none in full', 'no-id', (path: string) => writeFile(path, randomUUID().slice(0, 20))],
    ['cannot be read', 'EISDIR', (path: string) => mkdir(path)],
    ['cannot be reached', 'ELOOP', (path: string) => symlink(path, path)],
  ])('and is remembered by a mark that %s', (_what, cause, spoil) => {
    const refusal = (file: string) => expect.objectContaining({ code: 'vault.mark-unreadable', data: { file, cause } }) as Error;

    it('is not taken for the folder that lies there, which stays as it is', async () => {
      await spoil(remembered());
      await expect(rememberVault(root, remembered())).rejects.toThrow(refusal(remembered()));
      await expect(opened()).rejects.toThrow(refusal(remembered()));
      expect(await readdir(root)).toEqual([]);
    });

    it('is not marked anew where none is remembered and its own mark is so', async () => {
      await spoil(join(root, markName));
      await expect(rememberVault(root, remembered())).rejects.toThrow(refusal(join(root, markName)));
      await expect(stat(remembered())).rejects.toThrow('ENOENT');
    });
  });

  it('is another one when the mark in its folder names none', async () => {
    await rememberVault(root, remembered());
    await writeFile(join(root, markName), '');
    expect([await (await opened()).state(), await rememberVault(root, remembered())]).toEqual(['other', 'other']);
  });
});

describe('the vault', () => {
  it('refuses a name that is not a random id', async () => {
    const vault = await VaultStore.create(root);
    await expect(vault.beginFile('../../outside')).rejects.toThrow('vault.id');
  });

  it('says when there is no room above the watermark', async () => {
    expect(await (await VaultStore.create(root, { watermarkBytes: 0 })).hasRoom()).toBe(true);
    expect(await (await VaultStore.create(root, { watermarkBytes: Number.MAX_SAFE_INTEGER })).hasRoom()).toBe(false);
  });
});

describe('a vault that is begun on purpose', () => {
  const remembered = () => `${root}-mark`;
  const aside = () => `${root}-aside`;
  afterEach(async () => {
    for (const each of [remembered(), aside()]) await rm(each, { recursive: true, force: true });
  });

  it('is the one of the site, and no twin of the one before, should that come back', async () => {
    await rememberVault(root, remembered());
    await rename(root, aside());
    await mkdir(root);
    expect([await beginVault(root, remembered()), await rememberVault(root, remembered())]).toEqual(['begun', 'here']);
    await rm(root, { recursive: true });
    await rename(aside(), root);
    expect(await rememberVault(root, remembered())).toBe('other');
  });

  it.each([
    ['of the vault', 2, 'EIO', [], false],
    ['of what is remembered', 4, 'begun', [markName], true],
  ] as const)('is begun whole or not at all when the folder %s cannot be synced', async (_, failAt, outcome, left, isNew) => {
    await rememberVault(root, remembered());
    const before = await readFile(remembered(), 'latin1');
    await rename(root, aside());
    await mkdir(root);
    const probe = await open(root, 'r');
    const handles = Object.getPrototypeOf(probe) as { sync: () => Promise<void> };
    await probe.close();
    const genuine = handles.sync;
    let calls = 0;
    handles.sync = function (this: { sync: () => Promise<void> }) {
      calls += 1;
      return calls === failAt ? Promise.reject(Object.assign(new Error(), { code: 'EIO' })) : genuine.call(this);
    };
    const answer = await beginVault(root, remembered()).catch((failure: unknown) => (failure as { code: string }).code);
    handles.sync = genuine;
    expect([answer, await readdir(root), (await readFile(remembered(), 'latin1')) !== before]).toEqual([outcome, left, isNew]);
    expect(await rememberVault(root, remembered())).toBe(isNew ? 'here' : 'unmarked');
  });

  it('is not begun where a vault lies: the one of the site, or another', async () => {
    await rememberVault(root, remembered());
    expect(await beginVault(root, remembered())).toBe('remembered');
    await VaultStore.create(aside());
    expect(await beginVault(aside(), remembered())).toBe('another');
    expect(await rememberVault(root, remembered())).toBe('here');
  });
});
