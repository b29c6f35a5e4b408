import { createHash, randomBytes } from 'node:crypto';
import { Sealed } from '@voxkeep/personal-data';
import type { Database, Transaction } from '@voxkeep/platform';
import type { Actor } from '../rights/actor.js';
import { endSessionsOf } from './end-sessions.js';
import { findTotpStep } from './totp.js';

export type SealedSecret = Sealed<'configuration.second_factor.secret'>;

/** A factor as stored. The caller opens `secret` under `personId` before it can be checked. */
export interface StoredFactor {
  readonly id: string;
  readonly personId: string;
  readonly secret: SealedSecret;
  readonly confirmed: boolean;
  readonly lastUsedStep: number | null;
}
interface FactorRow {
  readonly id: string;
  readonly person_id: string;
  readonly secret: Buffer;
  readonly confirmed: boolean;
  readonly last_used_step: string | null;
}

const recoveryCodes = 10;

/** Second factors: one confirmed per user. Secrets come and go sealed; a code is good once, also for two requests at the same time. */
export class SecondFactors {
  constructor(private readonly database: Database) {}

  /** Begins an enrolment; an earlier one that was not confirmed is replaced. `id` is the row that the secret was sealed for. */
  async enrol(factor: {
    readonly id: string;
    readonly userId: string;
    readonly personId: string;
    readonly secret: SealedSecret;
  }): Promise<void> {
    await this.database.transaction(async (t) => {
      await t.rows('delete from second_factor where user_id = $1 and confirmed_at is null', [factor.userId]);
      await t.rows('insert into second_factor (id, user_id, person_id, secret) values ($1, $2, $3, $4)', [
        factor.id,
        factor.userId,
        factor.personId,
        factor.secret.envelope,
      ]);
      await t.audit({ action: 'second-factor.enrol', actor: factor.userId, object: { kind: 'user', id: factor.userId } });
    });
  }

  /** The factor of a user: the confirmed one, or the one being enrolled. */
  async find(userId: string, which: 'confirmed' | 'enrolling'): Promise<StoredFactor | undefined> {
    const [row] = await this.database.rows<FactorRow>(
      `select id, person_id, secret, confirmed_at is not null as confirmed, last_used_step
       from second_factor where user_id = $1 and (confirmed_at is not null) = $2`,
      [userId, which === 'confirmed'],
    );
    if (row === undefined) return undefined;
    const lastUsedStep = row.last_used_step === null ? null : Number(row.last_used_step);
    return { id: row.id, personId: row.person_id, secret: new Sealed(row.secret), confirmed: row.confirmed, lastUsedStep };
  }

  /** Takes a code of a confirmed factor; `secret` is the opened Base32 text. False when it does not fit or was used before. */
  async use(factor: StoredFactor, secret: string, code: string, now: Date = new Date()): Promise<boolean> {
    const step = await findTotpStep(secret, code, now, factor.lastUsedStep);
    if (step === undefined || !factor.confirmed) return false;
    const taken = await this.database.rows(
      `update second_factor set last_used_step = $2
       where id = $1 and confirmed_at is not null and (last_used_step is null or last_used_step < $2) returning 1`,
      [factor.id, step],
    );
    return taken.length === 1;
  }

  /** Confirms an enrolment by its first code. Returns fresh recovery codes, shown once; undefined when the code does not fit. */
  async confirm(
    userId: string,
    factor: StoredFactor,
    secret: string,
    code: string,
    now: Date = new Date(),
  ): Promise<readonly string[] | undefined> {
    const step = await findTotpStep(secret, code, now, null);
    if (step === undefined || factor.confirmed) return undefined;
    return this.database.transaction(async (t) => {
      await t.rows('delete from second_factor where user_id = $1 and confirmed_at is not null', [userId]);
      const confirmed = await t.rows(
        'update second_factor set confirmed_at = now(), last_used_step = $2 where id = $1 and confirmed_at is null returning 1',
        [factor.id, step],
      );
      if (confirmed.length === 0) return undefined;
      await t.audit({ action: 'second-factor.confirm', actor: userId, object: { kind: 'user', id: userId } });
      return issueRecoveryCodes(t, userId);
    });
  }

  /** Takes a recovery code, once. */
  async useRecoveryCode(userId: string, code: string): Promise<boolean> {
    return this.database.transaction(async (t) => {
      const used = await t.rows('delete from recovery_code where user_id = $1 and code_hash = $2 returning 1', [
        userId,
        hashOf(code),
      ]);
      if (used.length > 0) await t.audit({ action: 'recovery-code.use', actor: userId, object: { kind: 'user', id: userId } });
      return used.length > 0;
    });
  }

  /** Removes a lost factor with its recovery codes and ends every session: the act of another person, never of the user alone. */
  async remove(userId: string, by: Actor): Promise<'removed' | 'needs-another-person'> {
    if (by === userId) return 'needs-another-person';
    await this.database.transaction(async (t) => {
      await t.rows('delete from second_factor where user_id = $1', [userId]);
      await t.rows('delete from recovery_code where user_id = $1', [userId]);
      await endSessionsOf(t, [userId]);
      await t.audit({ action: 'second-factor.remove', actor: by, object: { kind: 'user', id: userId } });
    });
    return 'removed';
  }
}

/** Ten codes of 80 random bits, in groups of four; only hashes stay. Random enough that a plain hash suffices. */
async function issueRecoveryCodes(t: Transaction, userId: string): Promise<readonly string[]> {
  const codes = Array.from({ length: recoveryCodes }, () =>
    randomBytes(10)
      .toString('hex')
      .replace(/(.{4})(?=.)/g, '$1-'),
  );
  await t.rows('delete from recovery_code where user_id = $1', [userId]);
  await t.rows('insert into recovery_code (user_id, code_hash) select $1, unnest($2::bytea[])', [userId, codes.map(hashOf)]);
  return codes;
}

function hashOf(code: string): Buffer {
  return createHash('sha256')
    .update(code.toLowerCase().replace(/[^0-9a-f]/g, ''))
    .digest();
}
