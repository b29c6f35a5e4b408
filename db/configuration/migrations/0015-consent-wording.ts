import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Wordings by which customers are told and asked: a text per version and language, never changed once written, since consents refer to
 * it. And whether a policy accepts a consent that a person gave for all calls.
 */
export class ConsentWordings implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table consent_policy add column accept_standing boolean not null default false`);
    await q.query(`create or replace view access.consent_policy as select * from consent_policy`);
    await q.query(`
      create table consent_wording (
        id uuid not null,
        version text not null,
        language text not null,
        wording text not null,
        created_at timestamptz not null default now(),
        constraint pk_consent_wording primary key (id),
        constraint uq_consent_wording_version unique (version, language),
        constraint ck_consent_wording_language check (language ~ '^[a-z]{2,3}$')
      )`);
    await q.query(`
      create function consent_wording_unchanged() returns trigger language plpgsql as $$
      begin
        raise exception using errcode = '23001', message = 'a wording is never changed', table = 'consent_wording';
      end $$`);
    await q.query(`
      create trigger tr_consent_wording_unchanged before update or delete on consent_wording
      for each row execute function consent_wording_unchanged()`);
    await q.query(`create view access.consent_wording as select version, language, wording, created_at from consent_wording`);
    await q.query(`
      create trigger tr_consent_wording_access_changed after insert on consent_wording
      for each statement execute function access_changed('telephony')`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop view access.consent_wording`);
    await q.query(`drop table consent_wording`);
    await q.query(`drop function consent_wording_unchanged`);
    await q.query(`drop view access.consent_policy`);
    await q.query(`alter table consent_policy drop column accept_standing`);
    await q.query(`create view access.consent_policy as select * from consent_policy`);
  }
}
