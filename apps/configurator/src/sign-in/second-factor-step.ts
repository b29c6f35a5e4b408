import { Inject, Injectable } from '@nestjs/common';
import {
  Accounts,
  newTotpSecret,
  SecondFactor,
  SecondFactors,
  SignInAttempts,
  totpAddress,
  type SealedSecret,
  type StoredFactor,
} from '@voxkeep/configuration';
import { VoxkeepError } from '@voxkeep/contracts';
import { Seals } from '@voxkeep/keyring';
import { Database, databaseToken, newId, type SignedIn } from '@voxkeep/platform';

const issuer = 'Voxkeep';

export type CodeOutcome =
  | { readonly accepted: readonly string[] }
  | { readonly refused: 'wrong' }
  | { readonly refused: 'too-many'; readonly waitSeconds: number };

/** The second step of a sign-in: a code generator is set up or shown. Its secret is sealed under the person's key. */
@Injectable()
export class SecondFactorStep {
  constructor(
    @Inject(databaseToken('configuration')) private readonly configuration: Database,
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(SecondFactors) private readonly factors: SecondFactors,
    @Inject(SignInAttempts) private readonly attempts: SignInAttempts,
    @Inject(Seals) private readonly seals: Seals,
  ) {}

  /** Whether the user has a confirmed second factor. */
  async isSetUp(userId: string): Promise<boolean> {
    return (await this.factors.find(userId, 'confirmed')) !== undefined;
  }

  /** Begins an enrolment and answers the secret, this once. */
  async enrol(userId: string): Promise<{ secret: string; uri: string }> {
    const account = await this.accounts.find(userId);
    if (!account) throw new VoxkeepError('account.gone', { userId });
    const factor = { id: newId(), userId, personId: account.personId };
    const secret = newTotpSecret();
    const sealed = await this.seals.seal(SecondFactor, factor, { secret });
    if (!sealed.secret) throw new VoxkeepError('second-factor.unsealed');
    await this.factors.enrol({ ...factor, secret: sealed.secret as SealedSecret });
    return { secret, uri: totpAddress(secret, issuer, account.login) };
  }

  /** Takes a code: the first of an enrolment confirms it and yields recovery codes, a later one yields none. Each is good once. */
  async take(by: SignedIn, code: string, address: string): Promise<CodeOutcome> {
    const attempt = { login: `second-factor:${by.userId}`, address };
    const admission = await this.attempts.begin(attempt);
    if (!admission.admitted) return { refused: 'too-many', waitSeconds: admission.waitSeconds };
    const recoveryCodes = await this.#check(by, code);
    if (!recoveryCodes) {
      await this.configuration.transaction((t) => t.audit({ action: 'second-factor.refuse', actor: by.userId }));
      return { refused: 'wrong' };
    }
    await this.attempts.succeeded(attempt);
    return { accepted: recoveryCodes };
  }

  async #check(by: SignedIn, code: string): Promise<readonly string[] | undefined> {
    const enrolling = by.stage === 'enrol';
    const factor = await this.factors.find(by.userId, enrolling ? 'enrolling' : 'confirmed');
    if (!factor) return undefined;
    const secret = await this.#open(by, factor);
    if (enrolling) return this.factors.confirm(by.userId, factor, secret, code);
    return (await this.factors.use(factor, secret, code)) ? [] : undefined;
  }

  async #open(by: SignedIn, factor: StoredFactor): Promise<string> {
    const audited = await this.configuration.recordAccess(by.access({ code: 'self' }), {
      action: 'second-factor.check',
      actor: by.userId,
      object: { kind: 'user', id: by.userId },
      purpose: 'self',
      columns: ['secret'],
    });
    const opened = (await this.seals.open(audited, SecondFactor, [factor], ['secret'])).get(factor.id)?.secret;
    if (opened === undefined || opened === 'key-destroyed')
      throw new VoxkeepError('second-factor.unreadable', { factor: factor.id });
    return opened.reveal(audited);
  }
}
