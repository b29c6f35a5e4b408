import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A key for the fingerprints of suppressed numbers and addresses. It stands apart, since nothing is left to make them anew from. */
export class SuppressionIndex implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table index_key drop constraint ck_index_key_purpose,
        add constraint ck_index_key_purpose check (purpose in ('phone', 'email', 'phone-tail', 'name', 'suppression'))`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`delete from index_key where purpose = 'suppression'`);
    await q.query(`
      alter table index_key drop constraint ck_index_key_purpose,
        add constraint ck_index_key_purpose check (purpose in ('phone', 'email', 'phone-tail', 'name'))`);
  }
}
