import type { MigrationInterface, QueryRunner } from 'typeorm';

const families = [
  'contact',
  'contact_party',
  'contact_event',
  'recording',
  'recording_segment',
  'recording_gap',
  'recording_outcome',
];

/**
 * Takes a whole month of contacts out: detached and dropped, so that no row is deleted one by one. Contacts that stay (held, or not
 * yet due) are copied into a new, small partition of the same month. The caller says how many contacts it has prepared; when the
 * month holds another number by now, nothing happens (VK002). Only a role that may delete contacts may call it.
 */
export class ContactRetention implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create function retention_months() returns table (month date, table_name text)
      language sql stable security definer set search_path = public, pg_temp as $$
        select to_date(right(c.relname, 7), 'YYYY_MM'), c.relname::text
        from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'public.contact'::regclass order by 1
      $$`);
    await q.query(`
      create function retention_drop_month(gone_month date, kept uuid[], expected bigint) returns bigint
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
        foreach family in array array['${families.join("', '")}'] loop
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
      end $$`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop function retention_drop_month, retention_months`);
  }
}
