import { isVoxkeepError, type AuditAct } from '@voxkeep/contracts';
import { diagnostics, type Database } from '@voxkeep/platform';
import { firstRootKey, type RootKeyFile } from '../root-key/root-key-file.js';
import { hasChangeableSecret, needsSecret, type RootKeyProvider, type Unlocking } from '../root-key/root-key-provider.js';
import type { SealState, UnsealingAnswer, UnsealingRequest } from '../protocol/unsealing.js';
import { keyringUnsealFailed, keyringUnsealRefused } from './events.js';
import { isInUse, isNewKeyring, type SealedReason } from './root-key-check.js';

/** The keyring, as whoever unseals it needs it. */
export interface Sealable {
  sealedFor(): SealedReason | undefined;
  /** Loads the root key again, and serves when it fits. */
  tryUnseal(): Promise<void>;
}

const operator = 'system:operator';

/** Takes passphrases and PINs, for the operator and from the credential at start. Every try is an audit row; no secret is in any. */
export class SealDesk {
  private turn: Promise<unknown> = Promise.resolve();

  /** `plain` is the key file of before, which a provider with a secret takes over when it is set up. */
  constructor(
    private readonly database: Database,
    private readonly provider: RootKeyProvider,
    private readonly keyring: Sealable,
    private readonly plain?: RootKeyFile,
  ) {}

  async standing(): Promise<SealState> {
    const { provider } = this;
    const reason = this.keyring.sealedFor();
    const secret = needsSecret(provider) ? provider.secret : null;
    const { failed, waitMs } = needsSecret(provider) ? provider.tries() : { failed: 0, waitMs: 0 };
    const firstTime = secret !== null && reason === 'root-key-missing' && (await this.firstRoot()) !== undefined;
    return { state: reason ? 'sealed' : 'ready', reason: reason ?? null, secret, firstTime, failed, waitMs: Math.ceil(waitMs) };
  }

  /** Tries one secret, or without one looks again for a key that was put in its place. One at a time. */
  unseal(request: UnsealingRequest<'unseal'>, actor = operator): Promise<UnsealingAnswer> {
    return this.inTurn(async () => {
      if (this.keyring.sealedFor() === undefined) return { done: true };
      const outcome = await this.unlocked(request);
      if ('done' in outcome) await this.keyring.tryUnseal();
      // A key that fits lies wrapped on disk now: the plain one of before must not stay, also when a stop came between the two.
      if (needsSecret(this.provider) && this.keyring.sealedFor() === undefined) await this.plain?.remove();
      const action = request.firstTime ? 'key.root-set-up' : 'key.unsealed';
      await this.note(this.keyring.sealedFor() === undefined ? action : 'key.unseal-refused', actor);
      return outcome;
    });
  }

  /** Wraps the root key under another passphrase; the one until now opens nothing any more. */
  change({ from, to }: UnsealingRequest<'change-secret'>): Promise<UnsealingAnswer> {
    return this.inTurn(async () => {
      const { provider } = this;
      const outcome: Unlocking = hasChangeableSecret(provider) ? await provider.change(from, to) : { refused: 'no-key' };
      // Whoever knows the passphrase has opened the key with it.
      if ('done' in outcome && this.keyring.sealedFor() !== undefined) await this.keyring.tryUnseal();
      await this.note('done' in outcome ? 'key.passphrase-changed' : 'key.unseal-refused', operator);
      return outcome;
    });
  }

  /**
   * Tries the credential that the system handed over, once and only when no try has failed since the last that opened: a start that
   * is repeated must not use up the tries of a token.
   */
  async unsealByCredential(secret: string): Promise<void> {
    const { secret: kind, firstTime, failed } = await this.standing();
    if (kind === null || failed > 0) return;
    await this.unseal({ secret, firstTime, finalTry: false }, 'system:keyring');
  }

  private async unlocked({ secret, firstTime, finalTry }: UnsealingRequest<'unseal'>): Promise<Unlocking> {
    const { provider } = this;
    if (!needsSecret(provider)) return { done: true };
    if (secret === undefined) return { refused: 'wrong-secret' };
    if (!firstTime) return provider.unlock(secret, { finalTry });
    const first = await this.firstRoot();
    if (!first) return { refused: 'no-key' };
    const outcome = await provider.create(secret, first, { finalTry });
    first.key.fill(0);
    return outcome;
  }

  /** The root key to begin with: new for a new keyring, otherwise the one of the plain file when it is in use. */
  private async firstRoot() {
    if (await isNewKeyring(this.database)) return firstRootKey();
    const kept = await this.plain?.load();
    return kept !== undefined && kept !== 'missing' && (await isInUse(this.database, kept)) ? kept : undefined;
  }

  private async note(action: AuditAct, actor: string): Promise<void> {
    await this.database.transaction((t) => t.audit({ action, actor }));
  }

  private async inTurn(work: () => Promise<Unlocking>): Promise<UnsealingAnswer> {
    const mine = this.turn.then(() => this.answered(work));
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private async answered(work: () => Promise<Unlocking>): Promise<UnsealingAnswer> {
    try {
      const outcome = await work();
      const standing = await this.standing();
      const refused = 'refused' in outcome ? outcome.refused : null;
      if (refused) diagnostics.record(keyringUnsealRefused, { reason: refused, failed: standing.failed });
      return { refused, failure: null, standing };
    } catch (error) {
      diagnostics.record(keyringUnsealFailed, { error });
      const failure = isVoxkeepError(error)
        ? { code: error.code, data: { ...error.data } }
        : { code: 'keyring.failed', data: {} };
      return { refused: null, failure, standing: await this.standing() };
    }
  }
}
