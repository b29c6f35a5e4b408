import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Wrapped keys and what is left of destroyed ones. Nothing here says who an owner is: ids are random, values are wrapped. */
export class Keyring implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table root_version (
        version integer not null,
        check_value bytea not null,
        state text not null,
        created_at timestamptz not null default now(),
        retired_at timestamptz,
        constraint pk_root_version primary key (version),
        constraint ck_root_version_check_value check (octet_length(check_value) = 32),
        constraint ck_root_version_state check (state in ('current', 'retired'))
      )`);
    await q.query(`create unique index uq_root_version_current on root_version (state) where state = 'current'`);
    await q.query(`
      create table subject_key (
        owner_id uuid not null,
        owner_class text not null,
        epoch integer not null,
        root_version integer not null,
        wrapped bytea not null,
        state text not null,
        commitment bytea not null,
        minted_by text not null,
        created_at timestamptz not null default now(),
        constraint pk_subject_key primary key (owner_id, owner_class, epoch),
        constraint fk_subject_key_root_version foreign key (root_version) references root_version (version),
        constraint ck_subject_key_owner_class check (owner_class in ('person', 'contact-point', 'contact-customer', 'contact-agent')),
        constraint ck_subject_key_epoch check (epoch > 0),
        constraint ck_subject_key_wrapped check (octet_length(wrapped) = 72),
        constraint ck_subject_key_state check (state in ('active', 'retiring', 'held')),
        constraint ck_subject_key_commitment check (octet_length(commitment) = 32)
      )`);
    await q.query(`
      create table index_key (
        entity text not null,
        purpose text not null,
        version integer not null,
        root_version integer not null,
        wrapped bytea not null,
        created_at timestamptz not null default now(),
        constraint pk_index_key primary key (entity, purpose, version),
        constraint fk_index_key_root_version foreign key (root_version) references root_version (version),
        constraint ck_index_key_purpose check (purpose in ('phone', 'email', 'phone-tail')),
        constraint ck_index_key_wrapped check (octet_length(wrapped) = 72)
      )`);
    await q.query(`
      create table destroyed_key (
        owner_id uuid not null,
        owner_class text not null,
        epoch integer not null,
        commitment bytea not null,
        case_ref text not null,
        destroyed_at timestamptz not null,
        constraint pk_destroyed_key primary key (owner_id, owner_class, epoch),
        constraint ck_destroyed_key_commitment check (octet_length(commitment) = 32)
      )`);
    // What was destroyed stays destroyed: the row keeps an owner from ever being minted again, and a certificate names it.
    await q.query(`
      create function destroyed_key_append_only() returns trigger language plpgsql as $$
      begin
        raise exception using errcode = 'VK001', message = 'destroyed_key is append-only', table = 'destroyed_key';
      end $$`);
    await q.query(`
      create trigger tr_destroyed_key_append_only before update or delete or truncate on destroyed_key
      for each statement execute function destroyed_key_append_only()`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table destroyed_key, index_key, subject_key, root_version`);
    await q.query(`drop function destroyed_key_append_only`);
  }
}
