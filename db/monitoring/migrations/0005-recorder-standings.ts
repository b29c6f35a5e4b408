import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether recorders take calls, and if not, why. */
export class RecorderStandings implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table recorder_standing (
        recorder_id text not null,
        trouble text,
        since timestamptz not null,
        constraint pk_recorder_standing primary key (recorder_id)
      )`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table recorder_standing`);
  }
}
