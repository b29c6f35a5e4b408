import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions, and the counters that slow down guessing without being able to lock somebody out. */
export class Session implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table session (
        id uuid not null,
        token_hash bytea not null,
        user_id uuid not null,
        stage text not null,
        created_at timestamptz not null default now(),
        last_seen_at timestamptz not null default now(),
        signed_in_at timestamptz,
        idle_seconds integer not null,
        ends_at timestamptz not null,
        ended_at timestamptz,
        constraint pk_session primary key (id),
        constraint uq_session_token unique (token_hash),
        constraint fk_session_user foreign key (user_id) references user_account (id) on delete cascade,
        constraint ck_session_token check (octet_length(token_hash) = 32),
        constraint ck_session_stage check (stage in ('password', 'enrol', 'verify', 'full')),
        constraint ck_session_idle check (idle_seconds > 0)
      )`);
    await q.query(`create index ix_session_user on session (user_id) where ended_at is null`);
    await q.query(`create index ix_session_ends on session (ends_at)`);
    await q.query(`
      create table sign_in_limit (
        scope text not null,
        key_hash bytea not null,
        failures integer not null default 0,
        last_failed_at timestamptz,
        succeeded_at timestamptz,
        touched_at timestamptz not null default now(),
        constraint pk_sign_in_limit primary key (scope, key_hash),
        constraint ck_sign_in_limit_scope check (scope in ('account', 'address', 'pair')),
        constraint ck_sign_in_limit_failures check (failures >= 0)
      )`);
    await q.query(`create index ix_sign_in_limit_touched on sign_in_limit (touched_at)`);
    await q.query(`
      create table sign_in_key (
        only_one boolean not null default true,
        key bytea not null,
        constraint pk_sign_in_key primary key (only_one),
        constraint ck_sign_in_key_one check (only_one)
      )`);
    await q.query(`
      insert into sign_in_key (key)
      values (decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'))`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table sign_in_key, sign_in_limit, session`);
  }
}
