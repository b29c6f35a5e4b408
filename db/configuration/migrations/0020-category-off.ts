import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is not collected, and where. Programs read it as a view and learn of a change as they learn of policies. */
export class CategoryOff implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table category_off (
        id uuid not null constraint pk_category_off primary key,
        category text not null constraint ck_category_off_category
          check (category in ('contact-data-records', 'reporting-data', 'recordings', 'directory-information')),
        channel text constraint ck_category_off_channel check (channel in ('voice')),
        queue_id uuid constraint fk_category_off_queue references queue (id) on delete cascade,
        user_id uuid constraint fk_category_off_user references user_account (id) on delete cascade,
        off_since timestamptz not null default now(),
        constraint ck_category_off_place check (num_nonnulls(channel, queue_id, user_id) <= 1),
        constraint ck_category_off_user check (user_id is null or category = 'directory-information'),
        constraint uq_category_off_place unique nulls not distinct (category, channel, queue_id, user_id))`);
    await q.query(`create view access.category_off as select category, channel, queue_id, user_id from category_off`);
    await q.query(`
      create trigger tr_category_off_access_changed after insert or update or delete on category_off
      for each statement execute function access_changed('telephony')`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop view access.category_off`);
    await q.query(`drop table category_off`);
  }
}
