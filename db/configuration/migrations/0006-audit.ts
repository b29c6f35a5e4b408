import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The audit log of all databases: leaves in one order, the tiles of their Merkle tree, and the signed checkpoints. */
export class Audit implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`create schema audit`);
    await q.query(`
      create table audit.leaf (
        seq bigint not null,
        leaf_hash bytea not null,
        source text not null,
        event_id uuid not null,
        at timestamptz not null,
        actor text not null,
        action text not null,
        object_kind text,
        object_id text,
        subject_ref text,
        purpose text,
        columns text[],
        count integer,
        sealed_detail bytea,
        salt bytea not null,
        mac bytea not null,
        constraint pk_leaf primary key (seq),
        constraint uq_leaf_event unique (event_id),
        constraint ck_leaf_seq check (seq >= 0),
        constraint ck_leaf_hash check (octet_length(leaf_hash) = 32 and octet_length(mac) = 32)
      )`);
    await q.query(`create index ix_leaf_actor on audit.leaf (actor, seq)`);
    await q.query(`create index ix_leaf_subject on audit.leaf (subject_ref, seq) where subject_ref is not null`);
    await q.query(`create index ix_leaf_object on audit.leaf (object_kind, object_id, seq) where object_id is not null`);
    await q.query(`create index ix_leaf_action on audit.leaf (action, seq)`);
    await q.query(`create index ix_leaf_at on audit.leaf using brin (at)`);
    await q.query(`
      create table audit.tile (
        level integer not null,
        index bigint not null,
        width integer not null,
        hashes bytea not null,
        constraint pk_tile primary key (level, index),
        constraint ck_tile_width check (width between 1 and 256 and octet_length(hashes) = 32 * width)
      )`);
    await q.query(`
      create table audit.checkpoint (
        size bigint not null,
        note text not null,
        at timestamptz not null default now(),
        constraint pk_checkpoint primary key (size)
      )`);
    await q.query(`
      create table audit.head (
        only_one boolean not null default true,
        size bigint not null,
        mac_key bytea not null,
        constraint pk_head primary key (only_one),
        constraint ck_head_one check (only_one),
        constraint ck_head_key check (octet_length(mac_key) = 32)
      )`);
    await q.query(`
      create function audit.append_only() returns trigger language plpgsql as $$
      begin
        raise exception using errcode = 'VK001', message = 'append-only', table = tg_table_name;
      end $$`);
    for (const table of ['leaf', 'checkpoint']) {
      await q.query(`
        create trigger tr_${table}_append_only before update or delete or truncate on audit.${table}
        for each statement execute function audit.append_only()`);
    }
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop schema audit cascade`);
  }
}
