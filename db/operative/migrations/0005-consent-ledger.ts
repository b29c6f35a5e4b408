import type { MigrationInterface, QueryRunner } from 'typeorm';

const commands = `'consent-asked', 'consent-given', 'consent-refused', 'withdraw', 'end'`;

/**
 * The ledger of consents: when a row was entered and by whom (it may tell of an earlier day), the order within a series, and the resets
 * that close every consent of a purpose without removing one. A recorder learns of consents for all calls by a command of their own.
 */
export class ConsentLedger implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table consent add column recorded_at timestamptz not null default now(), add column recorded_by uuid`);
    await q.query(`update consent set recorded_at = at`);
    await q.query(`create index ix_consent_at on consent (at desc, id desc)`);
    await q.query(`
      create index ix_consent_series on consent (coalesce(contact_id, contact_point_id, person_id), purpose, channel, at, id)`);
    await q.query(
      `create index ix_consent_valid_until on consent (valid_until) where state = 'given' and valid_until is not null`,
    );
    await q.query(`
      create table consent_reset (
        id uuid not null,
        purpose text not null,
        channel text,
        counted integer not null,
        prepared_at timestamptz not null,
        done_at timestamptz,
        constraint pk_consent_reset primary key (id),
        constraint ck_consent_reset_counted check (counted >= 0)
      )`);
    await q.query(`create index ix_consent_reset_done on consent_reset (purpose, done_at) where done_at is not null`);
    await q.query(`alter table recorder_command drop constraint ck_recorder_command_kind`);
    await q.query(`
      alter table recorder_command add constraint ck_recorder_command_kind check (kind in (${commands}, 'standing'))`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`alter table recorder_command drop constraint ck_recorder_command_kind`);
    await q.query(`alter table recorder_command add constraint ck_recorder_command_kind check (kind in (${commands}))`);
    await q.query(`drop table consent_reset`);
    await q.query(`drop index ix_consent_at, ix_consent_series, ix_consent_valid_until`);
    await q.query(`alter table consent drop column recorded_at, drop column recorded_by`);
  }
}
