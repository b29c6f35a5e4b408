import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Campaigns, their call lists, whom they call and with what result, and the numbers that nobody calls. */
export class Campaigns implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table campaign (
        id uuid not null,
        name text not null,
        queue_id uuid,
        mode text not null,
        state text not null,
        created_at timestamptz not null default now(),
        constraint pk_campaign primary key (id),
        constraint uq_campaign_name unique (name),
        constraint ck_campaign_mode check (mode in ('preview', 'progressive', 'predictive')),
        constraint ck_campaign_state check (state in ('stopped', 'started', 'finished'))
      )`);
    await q.query(`
      create table call_list (
        id uuid not null,
        campaign_id uuid not null,
        name text not null,
        constraint pk_call_list primary key (id),
        constraint uq_call_list_name unique (campaign_id, name),
        constraint fk_call_list_campaign foreign key (campaign_id) references campaign (id)
      )`);
    await q.query(`
      create table list_import (
        id uuid not null,
        call_list_id uuid not null,
        file_rows integer not null,
        accepted integer not null,
        duplicates integer not null,
        blocked integer not null,
        rejected integer not null,
        errors jsonb not null,
        at timestamptz not null default now(),
        constraint pk_list_import primary key (id),
        constraint fk_list_import_call_list foreign key (call_list_id) references call_list (id),
        constraint ck_list_import_sum check (file_rows = accepted + duplicates + blocked + rejected)
      )`);
    await q.query(`
      create table customer (
        id uuid not null,
        call_list_id uuid not null,
        person_id uuid,
        owner_point_id uuid not null,
        external_id bytea,
        priority integer not null,
        time_zone text,
        constraint pk_customer primary key (id),
        constraint fk_customer_call_list foreign key (call_list_id) references call_list (id)
      )`);
    await q.query(`create index ix_customer_call_list on customer (call_list_id, priority desc, id)`);
    await q.query(`create index ix_customer_person on customer (person_id) where person_id is not null`);
    await q.query(`
      create table customer_phone (
        customer_id uuid not null,
        position smallint not null,
        call_list_id uuid not null,
        contact_point_id uuid not null,
        constraint pk_customer_phone primary key (customer_id, position),
        constraint uq_customer_phone_contact_point unique (call_list_id, contact_point_id),
        constraint fk_customer_phone_customer foreign key (customer_id) references customer (id) on delete cascade,
        constraint ck_customer_phone_position check (position between 1 and 3)
      )`);
    await q.query(`create index ix_customer_phone_contact_point on customer_phone (contact_point_id)`);
    await q.query(`
      create table attempt (
        id uuid not null,
        customer_id uuid not null,
        contact_id uuid,
        at timestamptz not null,
        result text,
        constraint pk_attempt primary key (id),
        constraint fk_attempt_customer foreign key (customer_id) references customer (id) on delete cascade
      )`);
    await q.query(`create index ix_attempt_customer on attempt (customer_id, at)`);
    await q.query(`create index ix_attempt_contact on attempt (contact_id) where contact_id is not null`);
    await q.query(`
      create table blocked_number (
        contact_point_id uuid not null,
        reason text not null,
        at timestamptz not null default now(),
        constraint pk_blocked_number primary key (contact_point_id)
      )`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table blocked_number, attempt, customer_phone, customer, list_import, call_list, campaign`);
  }
}
