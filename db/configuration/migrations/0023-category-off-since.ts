import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Programs learn since when a category is off, so that what is older is left to a rehearsal however late they hear of it. */
export class CategoryOffSince implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(
      `create or replace view access.category_off as select category, channel, queue_id, user_id, off_since from category_off`,
    );
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop view access.category_off`);
    await q.query(`create view access.category_off as select category, channel, queue_id, user_id from category_off`);
  }
}
