import { randomBytes } from 'node:crypto';
import { VoxkeepError } from '@voxkeep/contracts';
import type { KeyLock, LockOutcome, LockParameters, OpenLock } from '../key-lock.js';
import type { UnlockOptions, UnlockRefusal } from '../root-key-provider.js';
import type { UnlockTries } from '../unlock-tries.js';
import { WrappedRootKey } from '../wrapped-root-key.js';
import type { Token } from './token.js';

const ivBytes = 12;
const keyIdBytes = 16;

/** Where the token comes from. It is fetched at the first use, so that a binding that is missing keeps the keyring sealed and not down. */
export type TokenSource = () => Promise<Token>;

/** The root key wrapped by a key in a PKCS#11 token, which opens with its PIN. */
export class TokenRootKey extends WrappedRootKey {
  constructor(path: string, tries: UnlockTries, source: TokenSource) {
    super(path, new TokenLock(source), tries);
  }
}

class TokenLock implements KeyLock {
  readonly secret = 'pin';

  constructor(private readonly source: TokenSource) {}

  async make(pin: string, options: UnlockOptions): Promise<LockOutcome> {
    const token = await this.source();
    const refused = logIn(token, pin, options);
    if (refused) return { refused };
    const id = randomBytes(keyIdBytes);
    token.makeKey(id);
    return openedWith(token, id);
  }

  async open(pin: string, parameters: LockParameters, options: UnlockOptions): Promise<LockOutcome> {
    const id = Buffer.from(String(parameters['keyId']), 'hex');
    if (id.length !== keyIdBytes) throw new VoxkeepError('root-key.malformed');
    const token = await this.source();
    const refused = logIn(token, pin, options);
    if (refused) return { refused };
    if (token.hasKey(id)) return openedWith(token, id);
    token.logOut();
    throw new VoxkeepError('root-key.other-token');
  }
}

/** A token counts wrong PINs itself and locks. We never make a try that nobody asked for, nor the last one unless told to. */
function logIn(token: Token, pin: string, { finalTry = false }: UnlockOptions): UnlockRefusal | undefined {
  const state = token.state();
  if (!state) return 'token-missing';
  if (state.locked) return 'token-locked';
  if (state.finalTry && !finalTry) return 'final-try';
  const outcome = token.logIn(pin);
  if (outcome === 'in') return undefined;
  return outcome === 'wrong' ? 'wrong-secret' : 'token-locked';
}

function openedWith(token: Token, id: Buffer): OpenLock {
  return {
    parameters: { keyId: id.toString('hex') },
    wrap: (key, aad) => {
      const iv = randomBytes(ivBytes);
      return Buffer.concat([iv, token.encrypt(id, iv, aad, key)]);
    },
    unwrap: (wrapped, aad) => token.decrypt(id, wrapped.subarray(0, ivBytes), aad, wrapped.subarray(ivBytes)),
    close: () => {
      token.logOut();
    },
  };
}
