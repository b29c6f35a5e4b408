import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A live contact of which no call goes on, and whose recording waits to be put away. */
export class EndedContacts implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table live_contact drop constraint ck_live_contact_state`);
    await q.query(`
      alter table live_contact add constraint ck_live_contact_state check (state in ('waiting', 'connected', 'ended', 'closed'))`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`update live_contact set state = 'connected' where state = 'ended'`);
    await q.query(`alter table live_contact drop constraint ck_live_contact_state`);
    await q.query(
      `alter table live_contact add constraint ck_live_contact_state check (state in ('waiting', 'connected', 'closed'))`,
    );
  }
}
