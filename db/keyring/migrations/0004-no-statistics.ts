import type { MigrationInterface, QueryRunner } from 'typeorm';

const columns = [
  ['subject_key', 'wrapped'],
  ['index_key', 'wrapped'],
  ['root_version', 'check_value'],
] as const;

/**
 * ANALYZE keeps samples of every column in `pg_statistic`, where a wrapped key would outlive its destruction. These columns are
 * never searched by, so nothing is kept of them, and what was kept is taken away.
 */
export class NoStatistics implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    for (const [table, column] of columns) {
      await q.query(`alter table ${table} alter column ${column} set statistics 0`);
      await q.query(`
        do $$ begin
          if to_regproc('pg_clear_attribute_stats') is not null then
            perform pg_clear_attribute_stats('public', '${table}', '${column}', false);
          end if;
        end $$`);
    }
  }

  async down(q: QueryRunner): Promise<void> {
    for (const [table, column] of columns) await q.query(`alter table ${table} alter column ${column} set statistics -1`);
  }
}
