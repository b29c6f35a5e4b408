import type { MigrationInterface, QueryRunner } from 'typeorm';

const commands = `'consent-asked', 'consent-given', 'consent-refused', 'withdraw', 'end', 'standing'`;

/**
 * A recorder can be asked whether it holds a call, so that a contact is ended by rule only when it does not. One that no call follows
 * has its time from when it came to us: of those from before only the time that they were told with is known. The audio of a recording
 * that was taken out has ended, too: where that was not said, it is said now, so that its term has a start.
 */
export class EndsByRule implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table recorder_command drop constraint ck_recorder_command_kind`);
    await q.query(`alter table recorder_command add constraint ck_recorder_command_kind check (kind in (${commands}, 'look'))`);
    await q.query(`alter table contact add column recorded_at timestamptz not null default now()`);
    await q.query(`update contact set recorded_at = opened_at`);
    await q.query(`
      update recording r set ended_at = greatest(r.started_at, c.closed_at) from contact c
      where c.id = r.contact_id and r.state = 'removed' and r.ended_at is null and c.closed_at is not null`);
    await q.query(`
      update recording r set ended_at = greatest(r.started_at, now())
      where r.state = 'removed' and r.ended_at is null`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`alter table contact drop column recorded_at`);
    await q.query(`delete from recorder_command where kind = 'look'`);
    await q.query(`alter table recorder_command drop constraint ck_recorder_command_kind`);
    await q.query(`alter table recorder_command add constraint ck_recorder_command_kind check (kind in (${commands}))`);
  }
}
