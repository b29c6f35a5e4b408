import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A gap may stand for many short losses between its ends: how much is missing of it is less than it is long. Of gaps from before it is not known. */
export class MissingOfAGap implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table closed_recording_gap add column missing_ms bigint`);
    await q.query(`alter table closed_recording_gap add constraint ck_closed_recording_gap_missing check (missing_ms > 0)`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`alter table closed_recording_gap drop column missing_ms`);
  }
}
