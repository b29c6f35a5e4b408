import { findConflict, type Grant, type GrantRefusal } from '@voxkeep/access';
import { domainEvent, type Language } from '@voxkeep/contracts';
import { Sealed } from '@voxkeep/personal-data';
import { newId, type Database, type Transaction } from '@voxkeep/platform';
import { attempt, type Refuse } from '../attempt.js';
import type { Actor } from '../rights/actor.js';
import { keepingAnAdministrator, type LastAdministrator } from '../rights/administrators.js';
import { readPersons } from '../rights/held-rights.js';
import { writeGrant } from '../rights/rights.js';
import { addRoleMember, seedRoles } from '../rights/roles.js';
import { endSessionsOf } from '../sign-in/end-sessions.js';
import type { Passwords } from '../sign-in/passwords.js';
import { writeAddresses, type NewAddress } from './addresses.js';

export type SealedDisplayName = Sealed<'configuration.user_account.display_name'>;

/** An account as other code sees it. The name opens under the key of `personId`. */
export interface Account {
  readonly id: string;
  readonly personId: string;
  readonly login: string;
  readonly displayName: SealedDisplayName | null;
  readonly state: 'active' | 'disabled' | 'removed';
  readonly mustChangePassword: boolean;
  readonly createdAt: Date;
  /** Of the pages; null follows the browser. */
  readonly language: string | null;
  readonly roles: readonly string[];
}

/** `id` and `personId` are made by the caller, who needs them to seal the name. The login is kept in lower case. */
export interface NewAccount {
  readonly id: string;
  readonly personId: string;
  readonly login: string;
  readonly displayName: SealedDisplayName | null;
  readonly oneTimePassword: string;
  readonly roleCodes?: readonly string[];
  readonly addresses?: readonly NewAddress[];
}
/** The first account also gets direct rights: the grant-only ones on guarded objects, which no role has. */
export interface FirstAccount extends Omit<NewAccount, 'addresses'> {
  readonly rights?: readonly Omit<Grant, 'holder'>[];
}
export type CreateOutcome =
  | { readonly created: string }
  | { readonly refused: 'login-taken' | 'already-set-up' | 'unknown-role' | 'unknown-member' | GrantRefusal };
export type StateOutcome = { readonly changed: boolean } | { readonly refused: 'separation-of-duties' } | LastAdministrator;

type AccountRow = Omit<Account, 'displayName'> & { readonly displayName: Buffer | null };
const accountSql = `
  select u.id, u.person_id as "personId", u.login, u.display_name as "displayName", u.state, u.must_change_password as "mustChangePassword",
         u.created_at as "createdAt", u.language, array(select r.code from role_member m join role r on r.id = m.role_id
           where m.member_kind = 'user' and m.member_id = u.id order by r.code) as roles
  from user_account u`;

/** Who may sign in. */
export class Accounts {
  constructor(
    private readonly database: Database,
    private readonly passwords: Passwords,
  ) {}

  /** Makes an account with a one-time password; each role must be one that the actor may pass on. All or nothing. */
  async create(account: NewAccount, by: Actor): Promise<CreateOutcome> {
    const hash = await this.passwords.hash(account.oneTimePassword);
    return attempt<CreateOutcome, CreateOutcome>(this.database, (t, refuse) => insertAccount(t, account, hash, by, refuse));
  }

  /** Makes the first account and the default roles. Refused as soon as there is any account, also for two installers at once. */
  async createFirst(account: FirstAccount): Promise<CreateOutcome> {
    const by = 'system:appliance';
    const hash = await this.passwords.hash(account.oneTimePassword);
    return attempt<CreateOutcome, CreateOutcome>(this.database, async (t, refuse) => {
      await t.rows(`select pg_advisory_xact_lock(hashtextextended('configuration.first-account', 0))`);
      if ((await t.rows('select 1 from user_account limit 1')).length > 0) return refuse({ refused: 'already-set-up' });
      await seedRoles(t, by);
      const created = await insertAccount(t, account, hash, by, refuse);
      for (const terms of account.rights ?? []) await writeGrant(t, { ...terms, holder: { kind: 'user', id: account.id } }, by);
      return created;
    });
  }

  async find(id: string): Promise<Account | undefined> {
    const [row] = await this.database.rows<AccountRow>(`${accountSql} where u.id = $1`, [id]);
    return row && accountOf(row);
  }

  /** These accounts, or all, in the order of their logins. */
  async list(ids?: readonly string[]): Promise<readonly Account[]> {
    const rows = await this.database.rows<AccountRow>(
      `${accountSql} where $1::uuid[] is null or u.id = any($1::uuid[]) order by u.login`,
      [ids ?? null],
    );
    return rows.map(accountOf);
  }

  /** Disables an account and ends its sessions at once; the last administrator stays. */
  disable(id: string, by: Actor): Promise<StateOutcome> {
    return attempt<StateOutcome, StateOutcome>(this.database, (t, refuse) =>
      keepingAnAdministrator(t, refuse, async () => {
        const changed = await setState(t, id, 'active', 'disabled', by);
        if (changed) await endSessionsOf(t, [id]);
        return { changed };
      }),
    );
  }

  /** Lets a disabled account in again, unless duties that were separated meanwhile would meet in it. */
  enable(id: string, by: Actor): Promise<StateOutcome> {
    return attempt<StateOutcome, StateOutcome>(this.database, async (t, refuse) => {
      await t.rows(`select pg_advisory_xact_lock(hashtextextended('configuration.grants', 0))`);
      const changed = await setState(t, id, 'disabled', 'active', by);
      const [person] = await readPersons(t, [id]);
      if (person !== undefined && findConflict(person.rights) !== undefined) return refuse({ refused: 'separation-of-duties' });
      return { changed };
    });
  }

  /** Removes an account from use for good: sessions, addresses, memberships and credentials go; the row stays until retention or erasure. */
  remove(id: string, by: Actor): Promise<StateOutcome> {
    return attempt<StateOutcome, StateOutcome>(this.database, (t, refuse) =>
      keepingAnAdministrator(t, refuse, async () => {
        const gone = await t.rows(`update user_account set state = 'removed' where id = $1 and state <> 'removed' returning 1`, [
          id,
        ]);
        if (gone.length === 0) return { changed: false };
        await endSessionsOf(t, [id]);
        await dropBelongings(t, id);
        await t.append(domainEvent('user.removed.v1', { userId: id, at: new Date().toISOString() }));
        await t.audit({ action: 'user.remove', actor: by, object: { kind: 'user', id } });
        return { changed: true };
      }),
    );
  }

  /** Sets the language in which somebody sees the pages. False when there is no such account. */
  setLanguage(id: string, language: Language, by: Actor): Promise<boolean> {
    return this.database.transaction(async (t) => {
      const set = await t.rows('update user_account set language = $2 where id = $1 returning 1', [id, language]);
      if (set.length > 0)
        await t.audit({ action: 'user.modify', actor: by, object: { kind: 'user', id }, columns: ['language'] });
      return set.length > 0;
    });
  }

  /** Replaces the sealed display name. False when there is no such account. */
  rename(id: string, displayName: SealedDisplayName, by: Actor): Promise<boolean> {
    return this.database.transaction(async (t) => {
      const renamed = await t.rows('update user_account set display_name = $2 where id = $1 returning 1', [
        id,
        displayName.envelope,
      ]);
      if (renamed.length > 0)
        await t.audit({ action: 'user.modify', actor: by, object: { kind: 'user', id }, columns: ['display_name'] });
      return renamed.length > 0;
    });
  }
}

async function insertAccount(
  t: Transaction,
  account: FirstAccount & Pick<NewAccount, 'addresses'>,
  hash: string,
  by: Actor,
  refuse: Refuse<CreateOutcome>,
): Promise<CreateOutcome> {
  const { id, personId, displayName } = account;
  const made = await t.rows(
    `insert into user_account (id, person_id, login, display_name) values ($1, $2, $3, $4) on conflict (login) do nothing returning 1`,
    [id, personId, account.login.trim().toLowerCase(), displayName?.envelope ?? null],
  );
  if (made.length === 0) return refuse({ refused: 'login-taken' });
  await t.rows('insert into user_credential (user_id, password_hash) values ($1, $2)', [id, hash]);
  await writeAddresses(t, id, account.addresses ?? []);
  await t.audit({ action: 'user.create', actor: by, object: { kind: 'user', id } });
  for (const code of account.roleCodes ?? []) {
    const refused = await addRoleMember(t, code, { kind: 'user', id }, by);
    if (typeof refused === 'string') return refuse({ refused });
  }
  return { created: id };
}

async function setState(t: Transaction, id: string, from: Account['state'], to: Account['state'], by: Actor): Promise<boolean> {
  const changed = await t.rows('update user_account set state = $3 where id = $1 and state = $2 returning 1', [id, from, to]);
  if (changed.length > 0)
    await t.audit({ action: `user.${to === 'active' ? 'enable' : 'disable'}`, actor: by, object: { kind: 'user', id } });
  return changed.length > 0;
}

async function dropBelongings(t: Transaction, id: string): Promise<void> {
  for (const table of ['user_address', 'user_credential', 'second_factor', 'recovery_code', 'group_member']) {
    await t.rows(`delete from ${table} where user_id = $1`, [id]);
  }
  await t.rows(`delete from role_member where member_kind = 'user' and member_id = $1`, [id]);
  await t.rows(`delete from right_grant where holder_kind = 'user' and holder_id = $1`, [id]);
}

function accountOf({ displayName, ...row }: AccountRow): Account {
  return { ...row, displayName: displayName === null ? null : new Sealed(displayName) };
}

/** Fresh ids for an account that is about to be sealed and created. */
export function newAccountIds(): { readonly id: string; readonly personId: string } {
  return { id: newId(), personId: newId() };
}
