import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createRootKeyFile,
  needsSecret,
  PassphraseRootKey,
  RootKeyFile,
  tokenOf,
  TokenRootKey,
  UnlockTries,
  type RootKey,
  type RotatableRootKey,
  type SecretRootKey,
} from '@voxkeep/keyring';
import { initTokens, rightPin, softHsm } from '../support/soft-hsm';

const first: RootKey = { version: 1, key: Buffer.alloc(32, 0xa1) };
const second: RootKey = { version: 2, key: Buffer.alloc(32, 0xb2) };
const passphrase = 'quiet harbour lantern 7';

/** One way to keep a root key, as the suite meets it. */
interface Kept {
  readonly name: string;
  readonly skip?: boolean;
  readonly secret: string;
  prepare?(directory: string): void;
  /** The provider as a newly started process has it. */
  start(directory: string, nowMs: () => number): RotatableRootKey;
}

const cheap = { memoryKib: 256, passes: 1, lanes: 1 };
const pathIn = (directory: string): string => join(directory, 'root.key');
const triesIn = (directory: string, nowMs: () => number): UnlockTries => new UnlockTries(`${pathIn(directory)}.tries`, nowMs);

const providers: readonly Kept[] = [
  { name: 'a file', secret: '', start: (directory) => new RootKeyFile(pathIn(directory)) },
  {
    name: 'a passphrase',
    secret: passphrase,
    start: (directory, nowMs) => new PassphraseRootKey(pathIn(directory), triesIn(directory, nowMs), cheap),
  },
  {
    name: 'a PKCS#11 token',
    skip: softHsm === undefined,
    secret: rightPin,
    start: (directory, nowMs) =>
      new TokenRootKey(pathIn(directory), triesIn(directory, nowMs), () =>
        tokenOf({ binding: '', module: '', ...softHsm, label: 'voxkeep' }),
      ),
  },
];
const shared = mkdtempSync(join(tmpdir(), 'vk-tokens-'));

beforeAll(() => {
  if (softHsm) initTokens(shared, 'voxkeep');
});
afterAll(() => {
  rmSync(shared, { recursive: true, force: true });
});

for (const kept of providers) {
  (kept.skip === true ? describe.skip : describe)(`a root key kept by ${kept.name}`, () => {
    let directory: string;
    let nowMs: number;
    const start = (): RotatableRootKey => kept.start(directory, () => nowMs);
    const opened = async (): Promise<RotatableRootKey> => {
      const provider = start();
      if (needsSecret(provider)) expect(await provider.unlock(kept.secret)).toEqual({ done: true });
      return provider;
    };
    /** Sets the provider up with the first key, as an installation does. */
    const setUp = async (): Promise<RootKey> => {
      const provider = start();
      if (needsSecret(provider)) expect(await provider.create(kept.secret, first)).toEqual({ done: true });
      else await createRootKeyFile(pathIn(directory));
      return keyOf(provider);
    };

    beforeEach(() => {
      directory = mkdtempSync(join(tmpdir(), 'vk-root-'));
      nowMs = 1_000_000;
    });
    afterEach(() => {
      rmSync(directory, { recursive: true, force: true });
    });

    it('is missing before it was made', async () => {
      expect(await start().load()).toBe('missing');
    });

    it('is 32 bytes of version 1 when it was made, in a file of mode 0400', async () => {
      expect(await setUp()).toMatchObject({ version: 1, key: { length: 32 } });
      expect(statSync(pathIn(directory)).mode & 0o777).toBe(0o400);
    });

    it('is the same after a restart', async () => {
      const made = await setUp();
      expect(await keyOf(await opened())).toEqual(made);
    });

    it('stays current while the next one is staged, across a restart', async () => {
      const made = await setUp();
      await (await opened()).stage(second);
      const restarted = await opened();
      expect(await restarted.load()).toEqual(made);
      expect(await restarted.staged()).toEqual(second);
    });

    it('gives way to the staged one for good when that is promoted', async () => {
      await setUp();
      const provider = await opened();
      await provider.stage(second);
      await provider.promote();
      const restarted = await opened();
      expect(await restarted.load()).toEqual(second);
      expect(await restarted.staged()).toBe('missing');
      expect(readdirSync(directory)).toEqual(['root.key']);
    });

    it('stages again over what a rotation that never began has left', async () => {
      await setUp();
      const provider = await opened();
      await provider.stage({ version: 2, key: Buffer.alloc(32, 0xee) });
      await provider.stage(second);
      expect(await (await opened()).staged()).toEqual(second);
    });

    it('is whole after a kill in the middle of writing', async () => {
      const made = await setUp();
      await (await opened()).stage(second);
      writeFileSync(`${pathIn(directory)}.0123456789ab.new`, '{"form":"voxkeep-wrap');
      const restarted = await opened();
      expect(await restarted.load()).toEqual(made);
      await restarted.promote();
      expect(await (await opened()).load()).toEqual(second);
    });

    it('is refused when others may read its file', async () => {
      await setUp();
      const { chmodSync } = await import('node:fs');
      chmodSync(pathIn(directory), 0o444);
      await expect(start().load()).rejects.toMatchObject({ code: 'root-key.readable-by-others' });
    });

    if (kept.secret === '') return;
    const locked = (): SecretRootKey => start() as SecretRootKey;

    it('lies nowhere in its file', async () => {
      await setUp();
      await (await opened()).stage(second);
      const stored = readFileSync(pathIn(directory), 'utf8');
      for (const { key } of [first, second])
        for (const form of ['base64', 'hex'] as const) expect(stored).not.toContain(key.toString(form));
      expect(stored).not.toContain(kept.secret);
    });

    it('is locked until the secret is given', async () => {
      await setUp();
      expect(await locked().load()).toBe('locked');
    });

    it('stays locked by a wrong secret, which is counted and slows the next', async () => {
      await setUp();
      const provider = locked();
      expect(await provider.unlock('not the secret at all')).toEqual({ refused: 'wrong-secret' });
      expect(await provider.load()).toBe('locked');
      expect(provider.tries()).toEqual({ failed: 1, waitMs: 1000 });
      expect(await provider.unlock(kept.secret)).toEqual({ refused: 'too-soon' });
    });

    it('counts wrong secrets across a restart, and forgets them at the right one', async () => {
      await setUp();
      await locked().unlock('not the secret at all');
      nowMs += 1000;
      await locked().unlock('nor this one, surely');
      expect(locked().tries()).toEqual({ failed: 2, waitMs: 2000 });
      nowMs += 2000;
      expect(await locked().unlock(kept.secret)).toEqual({ done: true });
      expect(locked().tries()).toEqual({ failed: 0, waitMs: 0 });
    });

    it('is not made a second time', async () => {
      await setUp();
      expect(await locked().create(kept.secret, second)).toEqual({ refused: 'key-there' });
    });

    it('is refused when its file was altered', async () => {
      await setUp();
      const stored = JSON.parse(readFileSync(pathIn(directory), 'utf8')) as { current: { version: number } };
      stored.current.version = 7;
      rmSync(pathIn(directory));
      writeFileSync(pathIn(directory), JSON.stringify(stored), { mode: 0o400 });
      const outcome = await locked()
        .unlock(kept.secret)
        .catch((error: unknown) => error);
      expect(outcome).not.toEqual({ done: true });
    });

    it('is locked again when the provider is told to forget', async () => {
      await setUp();
      const provider = (await opened()) as SecretRootKey;
      provider.lock();
      expect(await provider.load()).toBe('locked');
      await expect(provider.stage(second)).rejects.toMatchObject({ code: 'root-key.locked' });
    });
  });
}

(softHsm ? describe : describe.skip)('a PKCS#11 token', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'vk-root-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  const keptBy = (label: string, binding = softHsm?.binding ?? ''): TokenRootKey =>
    new TokenRootKey(
      pathIn(directory),
      triesIn(directory, () => 0),
      () => tokenOf({ module: softHsm?.module ?? '', binding, label }),
    );

  it('that is not there costs no try', async () => {
    const provider = keptBy('elsewhere');
    expect(await provider.create(rightPin, first)).toEqual({ refused: 'token-missing' });
    expect(provider.tries().failed).toBe(0);
  });

  it('without its binding is told by the package that is missing', async () => {
    await expect(keptBy('voxkeep', 'no-such-binding').create(rightPin, first)).rejects.toMatchObject({
      code: 'pkcs11.no-binding',
    });
  });

  it('holds a key that cannot be taken out', async () => {
    const token = await tokenOf({ binding: '', module: '', ...softHsm, label: 'voxkeep' });
    expect(token.logIn(rightPin)).toBe('in');
    const id = Buffer.alloc(16, 7);
    token.makeKey(id);
    const key = (token as unknown as { key(id: Buffer): Buffer }).key(id);
    const { cryptoki, session } = token as unknown as {
      cryptoki: { C_GetAttributeValue(session: Buffer, key: Buffer, template: object[]): unknown };
      session: Buffer;
    };
    expect(() => cryptoki.C_GetAttributeValue(session, key, [{ type: 0x11 }])).toThrow(/SENSITIVE|INVALID/);
    token.logOut();
  });

  it('whose key is another one is named', async () => {
    const provider = keptBy('voxkeep');
    await provider.create(rightPin, first);
    provider.lock();
    const stored = JSON.parse(readFileSync(pathIn(directory), 'utf8')) as { parameters: { keyId: string } };
    stored.parameters.keyId = '00'.repeat(16);
    rmSync(pathIn(directory));
    writeFileSync(pathIn(directory), JSON.stringify(stored), { mode: 0o400 });
    await expect(keptBy('voxkeep').unlock(rightPin)).rejects.toMatchObject({ code: 'root-key.other-token' });
  });
});

async function keyOf(provider: RotatableRootKey): Promise<RootKey> {
  const key = await provider.load();
  if (key === 'missing' || key === 'locked') throw new Error(key);
  return key;
}
