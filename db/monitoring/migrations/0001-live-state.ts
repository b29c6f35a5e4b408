import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is going on now, rebuilt from events: current values, no history, no names. */
export class LiveState implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table live_contact (
        contact_id uuid not null,
        opened_at timestamptz not null,
        closed_at timestamptz,
        direction text not null,
        queue_id uuid,
        trunk_id uuid,
        state text not null,
        recording_state text not null,
        consent_state text not null,
        agent_party_id uuid,
        agent_user_id uuid,
        constraint pk_live_contact primary key (contact_id),
        constraint ck_live_contact_state check (state in ('waiting', 'connected', 'closed')),
        constraint ck_live_contact_closed check ((state = 'closed') = (closed_at is not null))
      )`);
    await q.query(`create index ix_live_contact_queue on live_contact (queue_id)`);
    await q.query(`create index ix_live_contact_trunk on live_contact (trunk_id)`);
    await q.query(`create index ix_live_contact_closed on live_contact (closed_at) where closed_at is not null`);
    await q.query(`
      create table queue_state (
        queue_id uuid not null,
        live integer not null,
        waiting integer not null,
        recorded integer not null,
        constraint pk_queue_state primary key (queue_id)
      )`);
    await q.query(`
      create table trunk_state (
        trunk_id uuid not null,
        live integer not null,
        last_contact_at timestamptz,
        constraint pk_trunk_state primary key (trunk_id)
      )`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table trunk_state, queue_state, live_contact`);
  }
}
