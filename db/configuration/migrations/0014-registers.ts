import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The registers: other systems and what they answered in a case, the organisational duties with their evidence, incidents and the
 * evidence frozen for them. What the data protection officer's process writes lies in `protection`, the rest in `register`.
 */
export class Registers implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`create schema register`);
    await otherSystems(q);
    await compliance(q);
    await incidents(q);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table protection.evidence_freeze, protection.incident, protection.system_task`);
    await q.query(`drop sequence protection.incident_number, protection.freeze_number`);
    await q.query(`drop schema register cascade`);
  }
}

async function otherSystems(q: QueryRunner): Promise<void> {
  await q.query(`
    create table register.other_system (
      id uuid not null constraint pk_other_system primary key,
      name text not null constraint uq_other_system_name unique,
      kind text not null,
      owner_user_id uuid,
      owner_office text,
      contact text not null,
      how_to_search text not null,
      categories text[] not null,
      processor boolean not null,
      agreement text,
      transfer text,
      retention text,
      answer_days integer not null constraint ck_other_system_answer_days check (answer_days between 1 and 30),
      retired_at timestamptz,
      created_at timestamptz not null default now(),
      constraint ck_other_system_owner check (num_nonnulls(owner_user_id, owner_office) = 1),
      constraint ck_other_system_agreement check (not processor or agreement is not null))`);
  await q.query(`
    create table protection.system_task (
      case_id uuid not null constraint fk_system_task_case references protection."case" (id) on delete cascade,
      system_id uuid not null constraint fk_system_task_system references register.other_system (id),
      asked_at timestamptz not null default now(),
      due_at timestamptz not null,
      outcome text,
      ground text,
      reference text,
      answered_by uuid,
      answered_at timestamptz,
      constraint pk_system_task primary key (case_id, system_id),
      constraint ck_system_task_outcome
        check (outcome in ('nothing-held', 'data-attached', 'erased', 'restricted', 'rectified', 'refused')),
      constraint ck_system_task_answered check (num_nonnulls(outcome, answered_by, answered_at) in (0, 3)),
      constraint ck_system_task_ground check ((outcome = 'refused') is not true or ground is not null),
      constraint ck_system_task_reference check ((outcome = 'data-attached') is not true or reference is not null))`);
  await q.query(`create index ix_system_task_due on protection.system_task (due_at) where outcome is null`);
}

async function compliance(q: QueryRunner): Promise<void> {
  await q.query(`
    create table register.compliance_item (
      id text not null constraint pk_compliance_item primary key,
      owner_user_id uuid,
      owner_office text,
      state text not null default 'open' constraint ck_compliance_item_state check (state in ('open', 'met', 'not-applicable')),
      due_on date,
      review_months integer not null constraint ck_compliance_item_review check (review_months between 1 and 60),
      constraint ck_compliance_item_owner check (num_nonnulls(owner_user_id, owner_office) <= 1))`);
  await q.query(`
    create table register.compliance_entry (
      id uuid not null constraint pk_compliance_entry primary key,
      item_id text not null constraint fk_compliance_entry_item references register.compliance_item (id),
      act text not null constraint ck_compliance_entry_act check (act in ('evidence', 'settings', 'not-applicable', 'reopened')),
      reference text,
      address text,
      dated_on date,
      by_user text not null,
      at timestamptz not null default now(),
      constraint ck_compliance_entry_evidence check (act <> 'evidence' or num_nulls(reference, dated_on) = 0))`);
  await q.query(`create index ix_compliance_entry_item on register.compliance_entry (item_id, at)`);
  await q.query(`
    create table register.plain_trunk (
      trunk_id uuid not null constraint pk_plain_trunk primary key constraint fk_plain_trunk_trunk references trunk (id) on delete cascade,
      reason text not null,
      expires_on date not null,
      by_user text not null,
      at timestamptz not null default now())`);
}

async function incidents(q: QueryRunner): Promise<void> {
  await q.query(`create sequence protection.incident_number`);
  await q.query(`create sequence protection.freeze_number`);
  await q.query(`
    create table protection.incident (
      id uuid not null constraint pk_incident primary key,
      number text not null constraint uq_incident_number unique,
      kind text not null constraint ck_incident_kind check (kind in ('confidentiality', 'integrity', 'availability')),
      risk text not null constraint ck_incident_risk check (risk in ('unknown', 'unlikely', 'risk', 'high')),
      state text not null default 'open' constraint ck_incident_state check (state in ('open', 'contained', 'closed')),
      noticed_at timestamptz not null,
      began_at timestamptz,
      ended_at timestamptz,
      categories text[] not null,
      persons_about integer constraint ck_incident_persons check (persons_about >= 0),
      warned_at timestamptz,
      notified_at timestamptz,
      notification_reference text,
      not_notified_ground text,
      persons_told_at timestamptz,
      persons_not_told_ground text,
      reporter_id uuid not null,
      reporter_person_id uuid not null,
      opened_at timestamptz not null default now(),
      happened bytea,
      lessons bytea,
      closed_at timestamptz,
      constraint ck_incident_period check (ended_at >= began_at),
      constraint ck_incident_closed check ((state = 'closed') = (closed_at is not null)),
      constraint ck_incident_settled check (state <> 'closed' or num_nonnulls(notified_at, not_notified_ground) > 0))`);
  await q.query(`
    create table protection.evidence_freeze (
      id uuid not null constraint pk_evidence_freeze primary key,
      number text not null constraint uq_evidence_freeze_number unique,
      incident_id uuid constraint fk_evidence_freeze_incident references protection.incident (id),
      state text not null constraint ck_evidence_freeze_state check (state in ('taking', 'frozen', 'release-proposed', 'released')),
      from_at timestamptz not null,
      to_at timestamptz not null,
      frozen_by text not null,
      frozen_at timestamptz not null default now(),
      manifest_sha256 text,
      files integer,
      octets bigint,
      release_by uuid,
      release_at timestamptz,
      released_by uuid,
      released_at timestamptz,
      constraint ck_evidence_freeze_two_people check (released_by <> release_by),
      constraint ck_evidence_freeze_released check (state <> 'released' or num_nulls(release_by, released_by, released_at) = 0))`);
}
