import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was noticed about the calls of trunks: counts by trunk and notice. */
export class TrunkNotices implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table trunk_notice (
        trunk_id uuid not null,
        notice text not null,
        times bigint not null,
        first_at timestamptz not null,
        last_at timestamptz not null,
        constraint pk_trunk_notice primary key (trunk_id, notice),
        constraint ck_trunk_notice_times check (times > 0)
      )`);
    await q.query(`create index ix_trunk_notice_last on trunk_notice (last_at)`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table trunk_notice`);
  }
}
