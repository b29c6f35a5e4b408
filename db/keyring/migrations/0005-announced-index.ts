import type { MigrationInterface, QueryRunner } from 'typeorm';

const before = `'phone', 'email', 'phone-tail', 'name', 'suppression'`;

/** A key for the numbers with which contacts are announced: they are compared with those that calls bring, and never looked for. */
export class AnnouncedIndex implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table index_key drop constraint ck_index_key_purpose,
        add constraint ck_index_key_purpose check (purpose in (${before}, 'announced'))`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`delete from index_key where purpose = 'announced'`);
    await q.query(`
      alter table index_key drop constraint ck_index_key_purpose,
        add constraint ck_index_key_purpose check (purpose in (${before}))`);
  }
}
