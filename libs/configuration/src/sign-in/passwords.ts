import { randomBytes } from 'node:crypto';
import { argon2id, hash, needsRehash, verify } from 'argon2';

/** Cost of a hash: memory in KiB, passes, lanes. 64 MiB, 3 passes, 1 lane is above OWASP's minimum for argon2id. */
export interface PasswordCost {
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}
export const passwordCost: PasswordCost = { memoryCost: 65536, timeCost: 3, parallelism: 1 };

/** Whether a password fits its hash; `rehash` is set when it does and the hash is of an older cost. */
export type PasswordCheck = { readonly fits: false } | { readonly fits: true; readonly rehash?: string };

/** Hashes at once per process: each takes its 64 MiB, and a flood of sign-ins must wait, not exhaust the machine. */
const atOnce = 2;

/** Hashes and checks passwords with argon2id. */
export class Passwords {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  #nobody: Promise<string> | undefined;

  constructor(private readonly cost: PasswordCost = passwordCost) {}

  /** The encoded hash (PHC string) of a password. */
  hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(password.normalize('NFC'), { type: argon2id, ...this.cost }));
  }

  /** Checks a password. Without a hash (unknown login) it takes as long and does not fit, so that answers tell nothing. */
  async check(password: string, stored: string | undefined): Promise<PasswordCheck> {
    const against = stored ?? (await (this.#nobody ??= this.hash(randomBytes(24).toString('base64'))));
    const fits = await this.#inTurn(() => verify(against, password.normalize('NFC')));
    if (!fits || stored === undefined) return { fits: false };
    return needsRehash(stored, this.cost) ? { fits: true, rehash: await this.hash(password) } : { fits: true };
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= atOnce) await new Promise<void>((resume) => this.#waiting.push(resume));
    else this.#running += 1;
    try {
      return await work();
    } finally {
      // The turn goes straight to the next in line, so that nobody can slip in between.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}
