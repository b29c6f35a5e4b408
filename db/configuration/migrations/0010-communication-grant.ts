import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Grants under which communication events are written for troubleshooting. What the design promises of them is a constraint: two
 * people, 24 hours at most, gone 72 hours after the end.
 */
export class CommunicationGrants implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`create schema diagnostics`);
    await q.query(`
      create table diagnostics.communication_grant (
        id uuid not null constraint pk_communication_grant primary key,
        scope_kind text not null constraint ck_communication_grant_scope check (scope_kind in ('contact', 'contact-point', 'trunk')),
        scope_id uuid not null,
        purpose text not null,
        reason bytea,
        minutes integer not null constraint ck_communication_grant_minutes check (minutes between 1 and 1440),
        state text not null default 'requested'
          constraint ck_communication_grant_state check (state in ('requested', 'refused', 'open', 'ended', 'shredded')),
        requested_by uuid not null,
        requester_person_id uuid not null,
        requested_at timestamptz not null default now(),
        approved_by uuid,
        opened_at timestamptz,
        ends_at timestamptz,
        ended_at timestamptz,
        end_reason text constraint ck_communication_grant_end check (end_reason in ('expired', 'by-hand', 'restart', 'refused')),
        delete_at timestamptz,
        shredded_at timestamptz,
        public_key bytea,
        number_digest bytea,
        constraint ck_communication_grant_two_people check (approved_by <> requested_by),
        constraint ck_communication_grant_opened check (state not in ('open', 'ended', 'shredded')
          or num_nulls(approved_by, opened_at, ends_at, delete_at, public_key) = 0),
        constraint ck_communication_grant_day check (ends_at <= opened_at + interval '24 hours'),
        constraint ck_communication_grant_kept check (delete_at <= coalesce(ended_at, ends_at) + interval '72 hours'))`);
    await q.query(`create index ix_communication_grant_state on diagnostics.communication_grant (state, ends_at)`);
    await q.query(`
      create table diagnostics.stream_contact (
        grant_id uuid not null constraint fk_stream_contact_grant references diagnostics.communication_grant (id),
        contact_id uuid not null,
        delete_at timestamptz not null,
        constraint pk_stream_contact primary key (grant_id, contact_id))`);
    await q.query(`create index ix_stream_contact_contact on diagnostics.stream_contact (contact_id)`);
    await q.query(`
      create view access.communication_grant as
      select id, scope_kind, scope_id, public_key, number_digest, opened_at, ends_at
      from diagnostics.communication_grant where state = 'open' and ends_at > now()`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop view access.communication_grant`);
    await q.query(`drop schema diagnostics cascade`);
  }
}
