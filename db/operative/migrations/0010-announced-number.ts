import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What tells whose call a contact waits for that was announced with a number. Those that are waiting now have none, as before. */
export class AnnouncedNumber implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table contact add column announced_mark bytea`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`alter table contact drop column announced_mark`);
  }
}
