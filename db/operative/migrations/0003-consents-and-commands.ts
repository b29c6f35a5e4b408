import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Consents outlive the month of their contact, so they are not partitioned; commands reach the recorder that holds the call. */
export class ConsentsAndCommands implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table consent (
        id uuid not null,
        person_id uuid,
        contact_point_id uuid,
        contact_id uuid,
        purpose text not null,
        channel text not null,
        state text not null,
        wording_version text,
        evidence_kind text not null,
        customer_owner uuid,
        evidence_detail bytea,
        at timestamptz not null,
        valid_until timestamptz,
        constraint pk_consent primary key (id),
        constraint ck_consent_state check (state in ('asked', 'given', 'refused', 'withdrawn', 'expired')),
        constraint ck_consent_subject check (person_id is not null or contact_point_id is not null or contact_id is not null),
        constraint ck_consent_sealed_owner check (customer_owner is not null or evidence_detail is null)
      )`);
    await q.query(`create index ix_consent_contact on consent (contact_id, at) where contact_id is not null`);
    await q.query(`create index ix_consent_contact_point on consent (contact_point_id, at) where contact_point_id is not null`);
    await q.query(`create index ix_consent_person on consent (person_id, at) where person_id is not null`);
    await q.query(`
      create table recorder_command (
        id uuid not null,
        contact_id uuid not null,
        recorder_id text not null,
        kind text not null,
        consent_id uuid,
        wording_version text,
        evidence_kind text,
        asked_by text not null,
        asked_at timestamptz not null default now(),
        acknowledged_at timestamptz,
        result text,
        constraint pk_recorder_command primary key (id),
        constraint ck_recorder_command_kind
          check (kind in ('consent-asked', 'consent-given', 'consent-refused', 'withdraw', 'end')),
        constraint ck_recorder_command_acknowledged check ((acknowledged_at is null) = (result is null))
      )`);
    await q.query(`create index ix_recorder_command_pending on recorder_command (recorder_id, id) where acknowledged_at is null`);
    await q.query(`create index ix_recorder_command_contact on recorder_command (contact_id)`);
    await q.query(`
      create table presence (
        id uuid not null,
        user_id uuid not null,
        state text not null,
        from_at timestamptz not null,
        to_at timestamptz,
        constraint pk_presence primary key (id)
      )`);
    await q.query(`create unique index uq_presence_current on presence (user_id) where to_at is null`);
    await q.query(`create index ix_presence_user on presence (user_id, from_at)`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table presence, recorder_command, consent`);
  }
}
