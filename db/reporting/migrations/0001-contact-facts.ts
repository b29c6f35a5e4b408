import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One fact per contact, filled from events, and the quarter-hours of a queue that are derived from the facts. */
export class ContactFacts implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table contact_fact (
        contact_id uuid not null,
        opened_at timestamptz not null,
        closed_at timestamptz,
        queue_id uuid,
        trunk_id uuid,
        direction text not null,
        channel text not null,
        agent_user_id uuid,
        agent_joined_at timestamptz,
        automated_outcome text,
        agent_outcome text,
        customer_ref uuid,
        erased_at timestamptz,
        outcome text generated always as (coalesce(agent_outcome, automated_outcome)) stored,
        handle_seconds integer generated always as (
          greatest(0, floor(extract(epoch from closed_at - coalesce(agent_joined_at, opened_at))))::integer
        ) stored,
        constraint pk_contact_fact primary key (contact_id),
        constraint ck_contact_fact_erased check (erased_at is null or customer_ref is null)
      )`);
    await q.query(`create index ix_contact_fact_opened on contact_fact (opened_at)`);
    await q.query(`create index ix_contact_fact_queue on contact_fact (queue_id, opened_at)`);
    await q.query(
      `create index ix_contact_fact_agent on contact_fact (agent_user_id, opened_at) where agent_user_id is not null`,
    );
    await q.query(`create index ix_contact_fact_customer on contact_fact (customer_ref) where customer_ref is not null`);
    await q.query(`
      create table customer_pseudonym (
        contact_point_id uuid not null,
        ref uuid not null,
        constraint pk_customer_pseudonym primary key (contact_point_id),
        constraint uq_customer_pseudonym_ref unique (ref)
      )`);
    await q.query(`
      create table queue_interval (
        queue_id uuid not null,
        from_at timestamptz not null,
        offered integer not null,
        handled integer not null,
        kept integer not null,
        handle_seconds bigint not null,
        constraint pk_queue_interval primary key (queue_id, from_at)
      )`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table queue_interval, customer_pseudonym, contact_fact`);
  }
}
