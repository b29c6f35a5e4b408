import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was recorded of a contact, what is missing and why, and the one outcome of each of its parts. */
export class Recordings implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table recording (
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
        constraint pk_recording primary key (contact_id, id),
        constraint uq_recording_part unique (contact_id, part),
        constraint ck_recording_part check (part in ('automated', 'agent')),
        constraint ck_recording_state check (state in ('recording', 'paused', 'finished', 'recovered', 'removed'))
      ) partition by range (contact_id)`);
    await q.query(`create index ix_recording_id on recording (id)`);
    await q.query(`
      create table recording_segment (
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
        constraint pk_recording_segment primary key (contact_id, id),
        constraint uq_recording_segment_number unique (contact_id, recording_id, channel, number),
        constraint ck_recording_segment_channel check (channel in ('customer', 'agent', 'mixed')),
        constraint ck_recording_segment_state check (state in ('open', 'closed', 'recovered', 'removed')),
        constraint ck_recording_segment_sha512 check (sha512 is null or octet_length(sha512) = 64),
        constraint ck_recording_segment_closed check (state not in ('closed', 'recovered') or sha512 is not null)
      ) partition by range (contact_id)`);
    await q.query(`create index ix_recording_segment_open on recording_segment (contact_id) where state = 'open'`);
    await q.query(`
      create table recording_gap (
        contact_id uuid not null,
        id uuid not null,
        recording_id uuid not null,
        channel text,
        from_ms bigint not null,
        to_ms bigint not null,
        reason text not null,
        constraint pk_recording_gap primary key (contact_id, id),
        constraint ck_recording_gap_span check (to_ms >= from_ms)
      ) partition by range (contact_id)`);
    await q.query(`
      create table recording_outcome (
        contact_id uuid not null,
        part text not null,
        outcome text not null,
        cause text,
        sip_status integer,
        at timestamptz not null,
        constraint pk_recording_outcome primary key (contact_id, part),
        constraint ck_recording_outcome_part check (part in ('automated', 'agent')),
        constraint ck_recording_outcome_cause check ((outcome = 'failed') = (cause is not null))
      ) partition by range (contact_id)`);
    await q.query(`create index ix_recording_outcome_outcome on recording_outcome (outcome, contact_id)`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table recording_outcome, recording_gap, recording_segment, recording`);
  }
}
