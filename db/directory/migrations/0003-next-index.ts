import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The indexes under the next version of the index keys, filled in beside the present ones while these keys are rotated (ADR 0016). */
export class NextIndex implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table contact_point
        add column next_index bytea,
        add column next_tail smallint,
        add constraint uq_contact_point_next_index unique (next_index),
        add constraint ck_contact_point_next_index check (octet_length(next_index) = 16),
        add constraint ck_contact_point_next_tail check (next_tail between 0 and 1023)`);
    await q.query(`create index ix_contact_point_next_tail on contact_point (next_tail, id) where next_tail is not null`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`alter table contact_point drop column next_index, drop column next_tail`);
  }
}
