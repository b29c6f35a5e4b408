import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Codecs that trunks offered in vain: counts by trunk, codec and reason. */
export class TrunkRefusals implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table trunk_refusal (
        trunk_id uuid not null,
        codec text not null,
        reason text not null,
        calls bigint not null,
        first_at timestamptz not null,
        last_at timestamptz not null,
        constraint pk_trunk_refusal primary key (trunk_id, codec, reason),
        constraint ck_trunk_refusal_calls check (calls > 0)
      )`);
    await q.query(`create index ix_trunk_refusal_last on trunk_refusal (last_at)`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table trunk_refusal`);
  }
}
