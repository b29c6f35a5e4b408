import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is wrong with the recording of a contact that is going on: one row per alarm and channel, without a channel for the whole call. */
export class RecordingAssurance implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table recording_assurance (
        contact_id uuid not null,
        alarm text not null,
        channel text,
        raised_at timestamptz not null,
        cleared_at timestamptz,
        constraint uq_recording_assurance_alarm unique nulls not distinct (contact_id, alarm, channel),
        constraint ck_recording_assurance_span check (cleared_at >= raised_at)
      )`);
    await q.query(`create index ix_recording_assurance_raised on recording_assurance (contact_id) where cleared_at is null`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table recording_assurance`);
  }
}
