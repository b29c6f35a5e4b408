import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Contacts and their children, partitioned by month through the time in the contact's id (UUID v7), so that a look-up by id
 * touches one partition and retention drops whole months. No foreign keys among them: each would make dropping a month a scan.
 */
export class Contacts implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table contact (
        id uuid not null,
        channel text not null,
        direction text not null,
        trunk_id uuid,
        queue_id uuid,
        recorder_id text,
        customer_point_id uuid,
        own_number text,
        opened_at timestamptz not null,
        connected_at timestamptz,
        closed_at timestamptz,
        end_reason text,
        customer_owner uuid,
        agent_owner uuid,
        customer_number bytea,
        customer_name bytea,
        attributes bytea,
        attribution text not null,
        constraint pk_contact primary key (id),
        constraint ck_contact_direction check (direction in ('inbound', 'outbound', 'internal')),
        constraint ck_contact_attribution check (attribution in ('pending', 'attributed', 'withheld', 'invalid', 'none')),
        constraint ck_contact_end check (closed_at is not null or end_reason is null),
        constraint ck_contact_sealed_owner check (
          customer_owner is not null or (customer_number is null and customer_name is null and attributes is null)
        )
      ) partition by range (id)`);
    await q.query(
      `create index ix_contact_customer_point on contact (customer_point_id, id) where customer_point_id is not null`,
    );
    await q.query(`create index ix_contact_queue on contact (queue_id, id)`);
    await q.query(`create index ix_contact_live on contact (recorder_id) where closed_at is null`);
    await q.query(`create index ix_contact_attribution on contact (id) where attribution = 'pending'`);
    await q.query(`
      create table contact_party (
        contact_id uuid not null,
        id uuid not null,
        role text not null,
        user_id uuid,
        customer_owner uuid,
        aor bytea,
        label text,
        from_at timestamptz not null,
        to_at timestamptz,
        constraint pk_contact_party primary key (contact_id, id),
        constraint ck_contact_party_role check (role in ('customer', 'agent', 'other')),
        constraint ck_contact_party_sealed_owner check (customer_owner is not null or aor is null)
      ) partition by range (contact_id)`);
    await q.query(`create index ix_contact_party_user on contact_party (user_id, contact_id) where user_id is not null`);
    await q.query(`
      create table contact_event (
        contact_id uuid not null,
        id uuid not null,
        kind text not null,
        at timestamptz not null,
        subject_id uuid,
        constraint pk_contact_event primary key (contact_id, id)
      ) partition by range (contact_id)`);
    await q.query(`
      create table contact_key (
        system text not null,
        key_hash bytea not null,
        contact_id uuid not null,
        constraint pk_contact_key primary key (system, key_hash),
        constraint ck_contact_key_hash check (octet_length(key_hash) = 32)
      )`);
    await q.query(`create index ix_contact_key_contact on contact_key (contact_id)`);
    await q.query(`
      create table erased_contact (
        contact_id uuid not null,
        case_id uuid not null,
        at timestamptz not null default now(),
        constraint pk_erased_contact primary key (contact_id)
      )`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table erased_contact, contact_key, contact_event, contact_party, contact`);
  }
}
