import type { MigrationInterface, QueryRunner } from 'typeorm';

const before = [
  'contact',
  'contact_party',
  'contact_event',
  'recording',
  'recording_segment',
  'recording_gap',
  'recording_outcome',
];
const families = [...before, 'recording_measure'];

/**
 * What was granted of each channel and what became of it; the cause of a lost stretch; the id and number under which a file was sealed
 * where its row has others; the side that an event is about. What is said to be kept from before was never counted: it is named with gaps where one stands, else unchecked.
 * An outcome names the sessions that it was counted from.
 */
export class WhatWasKept implements MigrationInterface {
  /** Programs from before know neither the new outcomes nor the new table that must leave with its month. */
  readonly breaking = true;

  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table recording_gap add column cause text`);
    await q.query(`alter table recording_gap add constraint ck_recording_gap_cause check (cause is null or reason = 'lost')`);
    await q.query(`alter table contact_event add column channel text`);
    await q.query(`alter table recording_outcome add column sessions uuid[] not null default '{}'`);
    await q.query(`alter table recording_segment add column sealed_as uuid, add column sealed_number integer`);
    await q.query(`
      alter table recording_segment
      add constraint ck_recording_segment_sealed_as check ((sealed_as is null) = (sealed_number is null))`);
    await q.query(`
      create table recording_measure (
        contact_id uuid not null,
        part text not null,
        channel text not null,
        expected_ms bigint not null,
        kept_ms bigint not null,
        missing_ours_ms bigint not null,
        missing_theirs_ms bigint not null,
        main_cause text,
        constraint pk_recording_measure primary key (contact_id, part, channel),
        constraint ck_recording_measure_part check (part in ('automated', 'agent')),
        constraint ck_recording_measure_channel check (channel in ('customer', 'agent', 'mixed')),
        constraint ck_recording_measure_spans
          check (expected_ms >= 0 and kept_ms >= 0 and missing_ours_ms >= 0 and missing_theirs_ms >= 0)
      ) partition by range (contact_id)`);
    await q.query(ensureFunction(families));
    await q.query(dropFunction(families));
    await q.query(`select ensure_contact_partitions(month, 1) from retention_months()`);
    await q.query(`
      update recording_outcome o set outcome = case when exists (
        select from recording_gap g where g.contact_id = o.contact_id and g.reason = 'lost'
      ) then 'kept-with-gaps' else 'kept-unchecked' end where outcome = 'kept'`);
    // What a withdrawal had taken out before the call ended was not finished by that end.
    await q.query(`
      update contact_event e set kind = 'recording.left-empty' from recording r
      where r.contact_id = e.contact_id and r.id = e.subject_id and r.state = 'removed' and e.kind = 'recording.finished' and exists (
        select from contact_event g
        where g.contact_id = e.contact_id and g.subject_id = e.subject_id and g.kind = 'recording.removed' and g.at <= e.at)`);
    // What nobody has read yet must not say again that it was kept; of what has gaps everybody is told.
    await q.query(`
      update outbox set payload = jsonb_set(payload, '{outcome}', '"kept-unchecked"')
      where type = 'recording.outcome.v1' and payload ->> 'outcome' = 'kept'`);
    await q.query(`
      insert into outbox (type, payload)
      select 'recording.outcome.v1', jsonb_build_object('contactId', contact_id, 'at', to_char(at at time zone 'UTC',
        'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'part', part, 'outcome', outcome, 'cause', null)
      from recording_outcome where outcome = 'kept-with-gaps' order by contact_id, part`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`update contact_event set kind = 'recording.finished' where kind = 'recording.left-empty'`);
    await q.query(`update recording_outcome set outcome = 'kept' where outcome in ('kept-with-gaps', 'kept-unchecked')`);
    await q.query(ensureFunction(before));
    await q.query(dropFunction(before));
    await q.query(`drop table recording_measure`);
    await q.query(`alter table recording_outcome drop column sessions`);
    await q.query(`alter table recording_segment drop column sealed_as, drop column sealed_number`);
    await q.query(`alter table recording_gap drop column cause`);
    await q.query(`alter table contact_event drop column channel`);
  }
}

/** Monthly partitions of these tables, made with the rights of the owner. */
function ensureFunction(tables: readonly string[]): string {
  return `
  create or replace function ensure_contact_partitions(from_month date, months integer) returns integer
  language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    family text;
    partition_name text;
    month timestamp;
    made integer := 0;
  begin
    perform pg_advisory_xact_lock(hashtextextended('contact partitions', 0));
    for n in 0 .. months - 1 loop
      month := date_trunc('month', from_month::timestamp) + make_interval(months => n);
      foreach family in array array['${tables.join("', '")}'] loop
        partition_name := family || to_char(month, '_YYYY_MM');
        if to_regclass('public.' || partition_name) is null then
          execute format(
            'create table public.%I partition of public.%I for values from (%L) to (%L)',
            partition_name, family,
            lowest_id_at(month at time zone 'UTC'), lowest_id_at((month + interval '1 month') at time zone 'UTC'));
          made := made + 1;
        end if;
      end loop;
    end loop;
    return made;
  end $$`;
}

/** Takes a month of these tables out whole (see the migration that made it first). */
function dropFunction(tables: readonly string[]): string {
  return `
  create or replace function retention_drop_month(gone_month date, kept uuid[], expected bigint) returns bigint
  language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    family text;
    suffix text := to_char(gone_month, '_YYYY_MM');
    key_column text;
    found bigint;
  begin
    if not has_table_privilege(session_user, 'public.contact', 'delete') then
      raise exception using errcode = '42501', message = 'retention_drop_month', table = 'contact';
    end if;
    perform set_config('lock_timeout', '5s', true);
    perform pg_advisory_xact_lock(hashtextextended('contact partitions', 0));
    if to_regclass('public.contact' || suffix) is null then
      return 0;
    end if;
    execute format('lock table public.%I in share row exclusive mode', 'contact' || suffix);
    execute format('select count(*) from public.%I', 'contact' || suffix) into found;
    if found <> expected then
      raise exception using errcode = 'VK002', message = 'the month has changed', table = 'contact';
    end if;
    foreach family in array array['${tables.join("', '")}'] loop
      continue when to_regclass('public.' || family || suffix) is null;
      execute format('alter table public.%I detach partition public.%I', family, family || suffix);
      if cardinality(kept) > 0 then
        key_column := case when family = 'contact' then 'id' else 'contact_id' end;
        execute format('alter table public.%I rename to %I', family || suffix, family || suffix || '_gone');
        execute format(
          'create table public.%I partition of public.%I for values from (%L) to (%L)',
          family || suffix, family,
          lowest_id_at(gone_month::timestamp at time zone 'UTC'),
          lowest_id_at((gone_month::timestamp + interval '1 month') at time zone 'UTC'));
        execute format('insert into public.%I select * from public.%I where %I = any($1)',
          family || suffix, family || suffix || '_gone', key_column) using kept;
        execute format('drop table public.%I', family || suffix || '_gone');
      else
        execute format('drop table public.%I', family || suffix);
      end if;
    end loop;
    return found - coalesce(cardinality(kept), 0);
  end $$`;
}
