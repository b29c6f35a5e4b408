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
 * Monthly partitions (UTC months). The function runs with its owner's rights, so that the recorder can ask for next month's
 * partitions without being able to change a table otherwise.
 */
export class ContactPartitions implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create function lowest_id_at(at timestamptz) returns uuid language sql immutable strict parallel safe as $$
        select rpad(lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0'), 32, '0')::uuid
      $$`);
    await q.query(`
      create function ensure_contact_partitions(from_month date, months integer) returns integer
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
          foreach family in array array['${families.join("', '")}'] loop
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
      end $$`);
    await q.query(`select ensure_contact_partitions((now() at time zone 'UTC')::date - 31, 4)`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop function ensure_contact_partitions, lowest_id_at`);
  }
}
