import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When another system last confirmed an entry: what is synchronised from outside is kept for a month after that (R50). */
export class Synced implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table directory_entry add column synced_at timestamptz`);
    await q.query(`create index ix_directory_entry_synced on directory_entry (synced_at) where synced_at is not null`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`alter table directory_entry drop column synced_at`);
  }
}
