import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UnlockTries } from '../unlock-tries.js';
import type { Token, TokenState } from './token.js';
import { TokenRootKey } from './token-root-key.js';

const root = { version: 1, key: Buffer.alloc(32, 1) };

/** A token of which only the state before the login matters; every try of a PIN is noted. */
class NearlyLocked implements Token {
  readonly pins: string[] = [];
  constructor(private readonly said: TokenState | undefined) {}
  state = (): TokenState | undefined => this.said;
  logIn(pin: string): 'in' | 'wrong' {
    this.pins.push(pin);
    return pin === 'right' ? 'in' : 'wrong';
  }
  makeKey = (): void => undefined;
  hasKey = (): boolean => true;
  encrypt = (_id: Buffer, _iv: Buffer, _aad: Buffer, plain: Buffer): Buffer => Buffer.from(plain);
  decrypt = (_id: Buffer, _iv: Buffer, _aad: Buffer, sealed: Buffer): Buffer => Buffer.from(sealed);
  logOut = (): void => undefined;
}

describe('a token that counts wrong PINs', () => {
  let directory: string;
  let nowMs: number;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'vk-root-'));
    nowMs = 0;
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  const keptBy = (token: Token): TokenRootKey => {
    const path = join(directory, 'root.key');
    return new TokenRootKey(path, new UnlockTries(`${path}.tries`, () => nowMs), () => Promise.resolve(token));
  };

  it('is not asked when one more wrong PIN would lock it', async () => {
    const token = new NearlyLocked({ finalTry: true, locked: false });
    expect(await keptBy(token).create('right', root)).toEqual({ refused: 'final-try' });
    expect(token.pins).toEqual([]);
  });

  it('is asked for the last time when the operator says so', async () => {
    const token = new NearlyLocked({ finalTry: true, locked: false });
    expect(await keptBy(token).create('right', root, { finalTry: true })).toEqual({ done: true });
    expect(token.pins).toEqual(['right']);
  });

  it('is not asked when it is locked', async () => {
    const token = new NearlyLocked({ finalTry: true, locked: true });
    expect(await keptBy(token).create('right', root, { finalTry: true })).toEqual({ refused: 'token-locked' });
    expect(token.pins).toEqual([]);
  });

  it('is asked once for one wrong PIN, and not again before the pause is over', async () => {
    const token = new NearlyLocked({ finalTry: false, locked: false });
    const provider = keptBy(token);
    expect(await provider.create('wrong', root)).toEqual({ refused: 'wrong-secret' });
    expect(await provider.create('right', root)).toEqual({ refused: 'too-soon' });
    nowMs = 1000;
    expect(await provider.create('right', root)).toEqual({ done: true });
    expect(token.pins).toEqual(['wrong', 'right']);
  });

  it('that has gone costs no try', async () => {
    const provider = keptBy(new NearlyLocked(undefined));
    expect(await provider.create('right', root)).toEqual({ refused: 'token-missing' });
    expect(provider.tries()).toEqual({ failed: 0, waitMs: 0 });
  });
});
