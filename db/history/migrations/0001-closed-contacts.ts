import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Contacts that have ended, as they stood in the operative database: the same columns, so that rows are copied as they are, and
 * the same monthly partitions. What only a live call needs is not here: keys of other systems, commands, open segments.
 */
export class ClosedContacts implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table closed_contact (
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
        constraint pk_closed_contact primary key (id),
        constraint ck_closed_contact_direction check (direction in ('inbound', 'outbound', 'internal')),
        constraint ck_closed_contact_attribution check (attribution in ('pending', 'attributed', 'withheld', 'invalid', 'none')),
        constraint ck_closed_contact_end check (closed_at is not null or end_reason is null),
        constraint ck_closed_contact_sealed_owner check (
          customer_owner is not null or (customer_number is null and customer_name is null and attributes is null)
        )
      ) partition by range (id)`);
    await q.query(
      `create index ix_closed_contact_customer_point on closed_contact (customer_point_id, id) where customer_point_id is not null`,
    );
    await q.query(`create index ix_closed_contact_queue on closed_contact (queue_id, id)`);
    await q.query(`
      create table closed_contact_party (
        contact_id uuid not null,
        id uuid not null,
        role text not null,
        user_id uuid,
        customer_owner uuid,
        aor bytea,
        label text,
        from_at timestamptz not null,
        to_at timestamptz,
        constraint pk_closed_contact_party primary key (contact_id, id),
        constraint ck_closed_contact_party_role check (role in ('customer', 'agent', 'other')),
        constraint ck_closed_contact_party_sealed_owner check (customer_owner is not null or aor is null)
      ) partition by range (contact_id)`);
    await q.query(
      `create index ix_closed_contact_party_user on closed_contact_party (user_id, contact_id) where user_id is not null`,
    );
    await q.query(`
      create table closed_contact_event (
        contact_id uuid not null,
        id uuid not null,
        kind text not null,
        at timestamptz not null,
        subject_id uuid,
        constraint pk_closed_contact_event primary key (contact_id, id)
      ) partition by range (contact_id)`);
    await q.query(`
      create table closed_recording (
        contact_id uuid not null,
        id uuid not null,
        part text not null,
        state text not null,
        codec text not null,
        inseparable boolean not null,
        consent_id uuid,
        evidence_kind text not null,
        started_at timestamptz not null,
        ended_at timestamptz,
        constraint pk_closed_recording primary key (contact_id, id),
        constraint uq_closed_recording_part unique (contact_id, part),
        constraint ck_closed_recording_part check (part in ('automated', 'agent')),
        constraint ck_closed_recording_state check (state in ('recording', 'paused', 'finished', 'recovered', 'removed'))
      ) partition by range (contact_id)`);
    await q.query(`create index ix_closed_recording_id on closed_recording (id)`);
    await q.query(`
      create table closed_recording_segment (
        contact_id uuid not null,
        id uuid not null,
        recording_id uuid not null,
        channel text not null,
        number integer not null,
        file_id uuid not null,
        codec text not null,
        start_ms bigint not null,
        octets bigint not null,
        sha512 bytea,
        state text not null,
        owner uuid not null,
        constraint pk_closed_recording_segment primary key (contact_id, id),
        constraint uq_closed_recording_segment_number unique (contact_id, recording_id, channel, number),
        constraint ck_closed_recording_segment_channel check (channel in ('customer', 'agent', 'mixed')),
        constraint ck_closed_recording_segment_state check (state in ('open', 'closed', 'recovered', 'removed')),
        constraint ck_closed_recording_segment_sha512 check (sha512 is null or octet_length(sha512) = 64),
        constraint ck_closed_recording_segment_closed check (state not in ('closed', 'recovered') or sha512 is not null)
      ) partition by range (contact_id)`);
    await q.query(`
      create table closed_recording_gap (
        contact_id uuid not null,
        id uuid not null,
        recording_id uuid not null,
        channel text,
        from_ms bigint not null,
        to_ms bigint not null,
        reason text not null,
        constraint pk_closed_recording_gap primary key (contact_id, id),
        constraint ck_closed_recording_gap_span check (to_ms >= from_ms)
      ) partition by range (contact_id)`);
    await q.query(`
      create table closed_recording_outcome (
        contact_id uuid not null,
        part text not null,
        outcome text not null,
        cause text,
        sip_status integer,
        at timestamptz not null,
        constraint pk_closed_recording_outcome primary key (contact_id, part),
        constraint ck_closed_recording_outcome_part check (part in ('automated', 'agent')),
        constraint ck_closed_recording_outcome_cause check ((outcome = 'failed') = (cause is not null))
      ) partition by range (contact_id)`);
    await q.query(`create index ix_closed_recording_outcome_outcome on closed_recording_outcome (outcome, contact_id)`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(
      `drop table closed_recording_outcome, closed_recording_gap, closed_recording_segment, closed_recording, closed_contact_event, closed_contact_party, closed_contact`,
    );
  }
}
