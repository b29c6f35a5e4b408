import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isStrongEnough, PassphraseRootKey } from './passphrase-root-key.js';
import { UnlockTries } from './unlock-tries.js';

const root = { version: 1, key: Buffer.alloc(32, 1) };
const next = { version: 2, key: Buffer.alloc(32, 2) };
const before = 'quiet harbour lantern 7';
const after = 'seven tired otters 41';
const cost = { memoryKib: 256, passes: 1, lanes: 1 };

describe('the passphrase of a root key', () => {
  let directory: string;
  let path: string;
  let nowMs: number;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'vk-root-'));
    path = join(directory, 'root.key');
    nowMs = 0;
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  const start = (): PassphraseRootKey => new PassphraseRootKey(path, new UnlockTries(`${path}.tries`, () => nowMs), cost);

  it.each([
    ['fifteen characters, eight different', 'abcdefgh1234567', true],
    ['fourteen characters', 'abcdefgh123456', false],
    ['one character over and over', 'aaaaaaaaaaaaaaaaaaaa', false],
    ['letters of any script', 'päike tõuseb üle mere', true],
  ])('is measured: %s', (_, text, strong) => {
    expect(isStrongEnough(text)).toBe(strong);
  });

  it('is refused when it is weak, and nothing is made', async () => {
    const provider = start();
    expect(await provider.create('short', root)).toEqual({ refused: 'weak' });
    expect(await provider.load()).toBe('missing');
    expect(provider.tries().failed).toBe(0);
  });

  it('opens whatever way its letters are composed', async () => {
    await start().create('päike tõuseb üle mere'.normalize('NFD'), root);
    expect(await start().unlock('päike tõuseb üle mere'.normalize('NFC'))).toEqual({ done: true });
  });

  it('can be changed, also in the middle of a rotation, with a new salt', async () => {
    const provider = start();
    await provider.create(before, root);
    await provider.stage(next);
    const saltOf = (): unknown => (JSON.parse(readFileSync(path, 'utf8')) as { parameters: { salt: string } }).parameters.salt;
    const salt = saltOf();
    expect(await provider.change(before, after)).toEqual({ done: true });
    expect(saltOf()).not.toBe(salt);
    const restarted = start();
    expect(await restarted.unlock(before)).toEqual({ refused: 'wrong-secret' });
    nowMs += 1000;
    expect(await restarted.unlock(after)).toEqual({ done: true });
    expect([await restarted.load(), await restarted.staged()]).toEqual([root, next]);
  });

  it('is not changed by who does not know it', async () => {
    const provider = start();
    await provider.create(before, root);
    expect(await provider.change('some other words here', after)).toEqual({ refused: 'wrong-secret' });
    nowMs += 1000;
    expect(await start().unlock(before)).toEqual({ done: true });
  });

  it('is not changed to a weak one', async () => {
    const provider = start();
    await provider.create(before, root);
    expect(await provider.change(before, 'short')).toEqual({ refused: 'weak' });
    expect(await start().unlock(before)).toEqual({ done: true });
  });

  it('is told malformed parameters from a wrong passphrase', async () => {
    await start().create(before, root);
    const { writeFileSync } = await import('node:fs');
    const stored = JSON.parse(readFileSync(path, 'utf8')) as { parameters: object };
    rmSync(path);
    writeFileSync(path, JSON.stringify({ ...stored, parameters: { salt: 'AAAA' } }), { mode: 0o400 });
    await expect(start().unlock(before)).rejects.toMatchObject({ code: 'root-key.malformed' });
  });
});
