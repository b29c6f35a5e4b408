import type { Database } from '@voxkeep/platform';
import type { Actor } from '../rights/actor.js';
import { endSessionsOf } from './end-sessions.js';
import { findPasswordFault, type PasswordFault } from './password-rules.js';
import type { Passwords } from './passwords.js';

export interface SignInAccount {
  readonly userId: string;
  readonly mustChangePassword: boolean;
  /** Whether a second factor is confirmed: the next stage is `verify`, otherwise `enrol`. */
  readonly secondFactor: boolean;
}
interface CredentialRow {
  readonly id: string;
  readonly password_hash: string | null;
  readonly must_change_password: boolean;
  readonly second_factor: boolean;
}

/** Passwords of local accounts. */
export class Credentials {
  constructor(
    private readonly database: Database,
    private readonly passwords: Passwords,
  ) {}

  /** The active account that login and password belong to, or undefined; which of the two was wrong cannot be told, not even by time. */
  async verify(login: string, password: string): Promise<SignInAccount | undefined> {
    const [row] = await this.database.rows<CredentialRow>(
      `select u.id, c.password_hash, u.must_change_password,
              exists (select 1 from second_factor f where f.user_id = u.id and f.confirmed_at is not null) as second_factor
       from user_account u left join user_credential c on c.user_id = u.id
       where u.login = $1 and u.state = 'active'`,
      [login.trim().toLowerCase()],
    );
    const check = await this.passwords.check(password, row?.password_hash ?? undefined);
    if (!check.fits || row === undefined) return undefined;
    if (check.rehash !== undefined) await this.#replaceHash(row.id, row.password_hash, check.rehash);
    return { userId: row.id, mustChangePassword: row.must_change_password, secondFactor: row.second_factor };
  }

  /** Sets the user's own new password and ends their other sessions; a fault instead when it is not good enough or the present one. */
  async change(
    userId: string,
    password: string,
    facts: { readonly secondFactor: boolean; readonly sessionId: string | null },
  ): Promise<PasswordFault | 'unchanged' | undefined> {
    const [row] = await this.database.rows<{ login: string; password_hash: string | null }>(
      `select u.login, c.password_hash from user_account u left join user_credential c on c.user_id = u.id where u.id = $1`,
      [userId],
    );
    const fault = findPasswordFault(password, { login: row?.login ?? '', secondFactor: facts.secondFactor });
    if (fault !== undefined) return fault;
    if ((await this.passwords.check(password, row?.password_hash ?? undefined)).fits) return 'unchanged';
    await this.#set(userId, password, { by: userId, oneTime: false, keep: facts.sessionId });
    return undefined;
  }

  /** Gives a one-time password that must be changed at the next sign-in, and ends every session. */
  reset(userId: string, oneTimePassword: string, by: Actor): Promise<void> {
    return this.#set(userId, oneTimePassword, { by, oneTime: true, keep: null });
  }

  async #set(
    userId: string,
    password: string,
    how: { readonly by: Actor; readonly oneTime: boolean; readonly keep: string | null },
  ): Promise<void> {
    const hash = await this.passwords.hash(password);
    await this.database.transaction(async (t) => {
      await t.rows(
        `insert into user_credential (user_id, password_hash) values ($1, $2)
         on conflict (user_id) do update set password_hash = excluded.password_hash, changed_at = now()`,
        [userId, hash],
      );
      await t.rows('update user_account set must_change_password = $2 where id = $1', [userId, how.oneTime]);
      await endSessionsOf(t, [userId], how.keep);
      await t.audit({
        action: how.oneTime ? 'password.reset' : 'password.change',
        actor: how.by,
        object: { kind: 'user', id: userId },
      });
    });
  }

  /** Only while the old hash still stands, so that a change at the same moment wins. */
  async #replaceHash(userId: string, old: string | null, hash: string): Promise<void> {
    await this.database.rows('update user_credential set password_hash = $3 where user_id = $1 and password_hash = $2', [
      userId,
      old,
      hash,
    ]);
  }
}
