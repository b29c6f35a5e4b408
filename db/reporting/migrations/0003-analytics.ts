import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where analytics read: views that are derived from the catalogue at start-up, and the secret of their references. A reference cannot
 * be followed into the next quarter, because its secret is gone by then.
 */
export class Analytics implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`create schema analytics`);
    await q.query(`
      create table analytics.quarter_key (
        quarter date not null constraint pk_quarter_key primary key,
        secret bytea not null constraint ck_quarter_key_secret check (octet_length(secret) = 32)
      )`);
    await q.query(`
      create function analytics.reference(value text) returns text
      language sql stable security definer set search_path = pg_catalog as $$
        select left(encode(sha256(k.secret || convert_to(value, 'UTF8')), 'hex'), 20)
          from analytics.quarter_key k order by k.quarter desc limit 1
      $$`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop schema analytics cascade`);
  }
}
