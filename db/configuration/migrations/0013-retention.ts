import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long each class of data is kept, what a change would remove, who approved it, and what was removed. Counts and codes only. */
export class Retention implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table retention_rule (
        id uuid not null,
        class text not null,
        channel text,
        queue_id uuid,
        amount integer not null,
        unit text not null,
        ground text not null,
        reference text,
        changed_by text not null,
        changed_at timestamptz not null default now(),
        constraint pk_retention_rule primary key (id),
        constraint uq_retention_rule_scope unique nulls not distinct (class, channel, queue_id),
        constraint ck_retention_rule_amount check (amount between 1 and 36500),
        constraint ck_retention_rule_unit check (unit in ('day', 'month', 'year'))
      )`);
    await q.query(`
      create table retention_rehearsal (
        id uuid not null,
        state text not null,
        because text not null,
        asked_by text not null,
        asked_at timestamptz not null default now(),
        finished_at timestamptz,
        rules jsonb,
        rules_hash text,
        holds_hash text,
        first_run_at timestamptz,
        constraint pk_retention_rehearsal primary key (id),
        constraint ck_retention_rehearsal_state check (state in ('asked', 'done', 'failed')),
        constraint ck_retention_rehearsal_because
          check (because in ('asked', 'clock', 'share', 'rules-changed', 'holds-changed', 'data-changed')),
        constraint ck_retention_rehearsal_done check ((state = 'done') = (rules_hash is not null))
      )`);
    await q.query(`create index ix_retention_rehearsal_asked on retention_rehearsal (asked_at)`);
    await q.query(`
      create table retention_rehearsal_line (
        rehearsal_id uuid not null,
        class text not null,
        store text not null,
        total bigint not null,
        due bigint not null,
        held bigint not null,
        without_start bigint not null,
        without_term bigint not null,
        files bigint not null,
        octets bigint not null,
        oldest timestamptz,
        newest timestamptz,
        ages jsonb not null,
        samples jsonb not null,
        holds jsonb not null,
        constraint pk_retention_rehearsal_line primary key (rehearsal_id, class, store),
        constraint fk_retention_rehearsal_line_rehearsal foreign key (rehearsal_id)
          references retention_rehearsal (id) on delete cascade
      )`);
    await q.query(`
      create table retention_approval (
        rehearsal_id uuid not null,
        approved_by text not null,
        approved_at timestamptz not null default now(),
        first_run_id uuid,
        ended_at timestamptz,
        ended_because text,
        constraint pk_retention_approval primary key (rehearsal_id),
        constraint fk_retention_approval_rehearsal foreign key (rehearsal_id) references retention_rehearsal (id),
        constraint ck_retention_approval_ended check ((ended_at is null) = (ended_because is null))
      )`);
    await q.query(`
      create unique index uq_retention_approval_in_force on retention_approval ((ended_at is null)) where ended_at is null`);
    await q.query(`
      create table retention_run (
        id uuid not null,
        rehearsal_id uuid,
        state text not null,
        because text,
        started_at timestamptz not null,
        finished_at timestamptz,
        constraint pk_retention_run primary key (id),
        constraint ck_retention_run_state check (state in ('running', 'done', 'stopped', 'failed'))
      )`);
    await q.query(`create index ix_retention_run_started on retention_run (started_at)`);
    await q.query(`
      create table retention_run_line (
        run_id uuid not null,
        class text not null,
        store text not null,
        removed bigint not null default 0,
        held bigint not null default 0,
        failed bigint not null default 0,
        files bigint not null default 0,
        octets bigint not null default 0,
        keys bigint not null default 0,
        months integer not null default 0,
        constraint pk_retention_run_line primary key (run_id, class, store),
        constraint fk_retention_run_line_run foreign key (run_id) references retention_run (id) on delete cascade
      )`);
    await q.query(`
      create table retention_clock (
        one boolean not null default true,
        last_at timestamptz not null,
        constraint pk_retention_clock primary key (one),
        constraint ck_retention_clock_one check (one)
      )`);
    await q.query(`
      create table retention_orphan (
        kind text not null,
        id uuid not null,
        octets bigint,
        first_seen_at timestamptz not null,
        last_seen_at timestamptz not null,
        settled_at timestamptz,
        constraint pk_retention_orphan primary key (kind, id),
        constraint ck_retention_orphan_kind check (kind in ('file-without-row', 'row-without-file'))
      )`);
    // While a batch is removed no hold is placed or released: it is either seen by the batch, or placed after it (04 e, precedence).
    await q.query(`
      create function retention_hold_gate() returns void
      language plpgsql security definer set search_path = protection, pg_temp as $$
      begin
        if not has_table_privilege(session_user, 'public.retention_run', 'insert') then
          raise exception using errcode = '42501', message = 'retention_hold_gate', table = 'retention_run';
        end if;
        lock table protection.hold in share mode;
      end $$`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop function retention_hold_gate`);
    await q.query(
      `drop table retention_orphan, retention_clock, retention_run_line, retention_run, retention_approval,
       retention_rehearsal_line, retention_rehearsal, retention_rule`,
    );
  }
}
