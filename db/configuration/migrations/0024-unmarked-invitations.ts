import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Trunks whose session recording client does not say that it is one: no option tag, no feature tag, no metadata. */
export class UnmarkedInvitations implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table trunk add column accepts_unmarked boolean not null default false`);
    await q.query(`create or replace view access.trunk as select * from trunk`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop view access.trunk`);
    await q.query(`alter table trunk drop column accepts_unmarked`);
    await q.query(`create view access.trunk as select * from trunk`);
  }
}
