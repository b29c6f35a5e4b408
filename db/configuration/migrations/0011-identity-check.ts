import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every kind of request, and how sure it is who asks. Which state follows which is decided by the program (`case-states.ts`); the
 * database holds to it that nothing is erased without a second person.
 */
export class IdentityCheck implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table protection."case"
        drop constraint ck_case_kind,
        drop constraint ck_case_state,
        drop constraint ck_case_verification,
        drop constraint ck_case_erasure_approved,
        add column required_level integer not null default 1,
        add column with_recordings boolean not null default false,
        add column owner_id uuid,
        add column extended_at timestamptz,
        add column extension_reason text,
        add column refusal_ground text,
        add column duplicate_of uuid,
        add constraint ck_case_kind check (kind in
          ('report', 'erasure', 'rectification', 'restriction', 'objection', 'portability', 'other')),
        add constraint ck_case_state check (state ~ '^[a-z][a-z-]{2,30}$'),
        add constraint ck_case_verification check (verification_level between 0 and 3),
        add constraint ck_case_required check (required_level between 1 and 3),
        add constraint ck_case_extended check ((extended_at is null) = (extension_reason is null)),
        add constraint ck_case_duplicate check ((state = 'duplicate') = (duplicate_of is not null) and duplicate_of <> id),
        add constraint ck_case_erasure_approved check (kind <> 'erasure' or approved_by is not null
          or state not in ('approved', 'executing', 'verifying', 'live-erased', 'closed')),
        add constraint fk_case_duplicate foreign key (duplicate_of) references protection."case" (id)`);
    await q.query(`
      create table protection.case_verification (
        case_id uuid not null,
        number integer not null,
        at timestamptz not null default now(),
        actor text not null,
        method text not null,
        result text not null,
        level integer not null,
        contact_point_id uuid,
        constraint pk_case_verification primary key (case_id, number),
        constraint fk_case_verification_case foreign key (case_id) references protection."case" (id),
        constraint ck_case_verification_result check (result in ('passed', 'failed')),
        constraint ck_case_verification_level check (level between 0 and 3)
      )`);
    await q.query(`
      create trigger tr_case_verification_append_only before update or delete or truncate on protection.case_verification
      for each statement execute function protection.append_only()`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table protection.case_verification`);
    await q.query(`
      alter table protection."case"
        drop constraint ck_case_kind, drop constraint ck_case_state, drop constraint ck_case_verification,
        drop constraint ck_case_required, drop constraint ck_case_extended, drop constraint ck_case_duplicate,
        drop constraint ck_case_erasure_approved, drop constraint fk_case_duplicate,
        drop column required_level, drop column with_recordings, drop column owner_id, drop column extended_at,
        drop column extension_reason, drop column refusal_ground, drop column duplicate_of,
        add constraint ck_case_kind check (kind in ('report', 'erasure')),
        add constraint ck_case_state check (state in
          ('received', 'scoped', 'approved', 'executing', 'verifying', 'live-erased', 'reported', 'closed', 'refused', 'failed')),
        add constraint ck_case_verification check (verification_level between 1 and 3),
        add constraint ck_case_erasure_approved check (
          kind <> 'erasure' or approved_by is not null or state in ('received', 'scoped', 'refused', 'failed'))`);
  }
}
