import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who works here: accounts, where they are reached, and how they prove that they are who they are. */
export class Account implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table user_account (
        id uuid not null,
        person_id uuid not null,
        login text not null,
        display_name bytea,
        state text not null default 'active',
        source text not null default 'local',
        must_change_password boolean not null default true,
        created_at timestamptz not null default now(),
        constraint pk_user_account primary key (id),
        constraint uq_user_account_login unique (login),
        constraint uq_user_account_person unique (person_id),
        constraint ck_user_account_login check (login = lower(login) and login <> ''),
        constraint ck_user_account_state check (state in ('active', 'disabled', 'removed')),
        constraint ck_user_account_source check (source in ('local'))
      )`);
    await q.query(`
      create table user_address (
        id uuid not null,
        user_id uuid not null,
        kind text not null,
        value text not null,
        trunk_id uuid,
        from_at timestamptz not null default now(),
        to_at timestamptz,
        constraint pk_user_address primary key (id),
        constraint fk_user_address_user foreign key (user_id) references user_account (id) on delete cascade,
        constraint ck_user_address_kind check (kind in ('aor', 'extension', 'login', 'cti-id')),
        constraint ck_user_address_span check (to_at is null or to_at > from_at)
      )`);
    await q.query(`create index ix_user_address_value on user_address (kind, value)`);
    await q.query(`create index ix_user_address_user on user_address (user_id)`);
    await q.query(`
      create table user_credential (
        user_id uuid not null,
        password_hash text not null,
        changed_at timestamptz not null default now(),
        constraint pk_user_credential primary key (user_id),
        constraint fk_user_credential_user foreign key (user_id) references user_account (id) on delete cascade,
        constraint ck_user_credential_hash check (password_hash like '$argon2id$%')
      )`);
    await q.query(`
      create table second_factor (
        id uuid not null,
        user_id uuid not null,
        person_id uuid not null,
        kind text not null default 'totp',
        secret bytea not null,
        created_at timestamptz not null default now(),
        confirmed_at timestamptz,
        last_used_step bigint,
        constraint pk_second_factor primary key (id),
        constraint fk_second_factor_user foreign key (user_id) references user_account (id) on delete cascade,
        constraint ck_second_factor_kind check (kind in ('totp'))
      )`);
    // One confirmed factor and one that is being enrolled at most, so that a second browser cannot keep a spare one.
    await q.query(`create unique index uq_second_factor_user on second_factor (user_id, (confirmed_at is null))`);
    await q.query(`
      create table recovery_code (
        user_id uuid not null,
        code_hash bytea not null,
        created_at timestamptz not null default now(),
        constraint pk_recovery_code primary key (user_id, code_hash),
        constraint fk_recovery_code_user foreign key (user_id) references user_account (id) on delete cascade
      )`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table recovery_code, second_factor, user_credential, user_address, user_account`);
  }
}
