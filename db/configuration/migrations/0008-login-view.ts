import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sign-in names for lists of other processes, of users who have left as well: a contact keeps its agent. */
export class LoginView implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`create view access.user_login as select id as user_id, login from user_account`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop view access.user_login`);
  }
}
