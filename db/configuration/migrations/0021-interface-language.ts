import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The language in which an account sees the pages; none means that the browser says. */
export class InterfaceLanguage implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(
      `alter table user_account add column language text constraint ck_user_account_language check (language ~ '^[a-z]{2,3}$')`,
    );
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`alter table user_account drop column language`);
  }
}
