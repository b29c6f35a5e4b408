import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Numbers and addresses that must not be brought in again after an erasure: a keyed fingerprint and nothing else, each with its
 * purpose, ground and end. It counts once a second person has approved the erasure that it belongs to.
 */
export class Suppression implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table protection.suppression (
        case_id uuid not null,
        index_hash bytea not null,
        kind text not null,
        purpose text not null,
        ground text not null,
        until_at timestamptz not null,
        set_by uuid not null,
        set_at timestamptz not null default now(),
        constraint pk_suppression primary key (case_id, index_hash),
        constraint fk_suppression_case foreign key (case_id) references protection."case" (id),
        constraint ck_suppression_index check (octet_length(index_hash) = 16),
        constraint ck_suppression_kind check (kind in ('phone', 'email')),
        constraint ck_suppression_purpose check (purpose in ('no-re-import', 'no-calls')),
        constraint ck_suppression_ground check (ground in ('agreed', 'objection', 'legal-duty')),
        constraint ck_suppression_until check (until_at > set_at)
      )`);
    await q.query(`create index ix_suppression_index on protection.suppression (index_hash)`);
    await q.query(`create index ix_suppression_until on protection.suppression (until_at)`);
    await q.query(`
      create view access.suppressed as
        select distinct s.index_hash
          from protection.suppression s join protection."case" c on c.id = s.case_id
         where s.until_at > now() and c.approved_by is not null and c.state not in ('refused', 'withdrawn', 'duplicate')`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop view access.suppressed`);
    await q.query(`drop table protection.suppression`);
  }
}
