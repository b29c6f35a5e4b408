import { declareTable } from '@voxkeep/personal-data';

/** Why a column of the queue library's tables is about nobody; columns that are not named carry the machinery of a queue. */
const reasons: Readonly<Record<string, string>> = {
  data: 'payload of ids; JobQueue refuses anything else',
  failed_reason: 'class and code of an error, never its text',
  stacktrace: 'frames of our own code',
  return_value: 'a count or nothing',
  progress: 'a number',
  payload: 'payload of ids; JobQueue refuses anything else',
  template_data: 'payload of ids; JobQueue refuses anything else',
  row: 'not written: jobs log through declared events',
  value: 'state of a queue',
  info: 'facts about a process',
};

/** The tables of BullMQ 6 on PostgreSQL, column by column: a new version with a new column stops the start until somebody looked at it. */
const tables: Readonly<Record<string, readonly string[]>> = {
  dedup: ['queue', 'dedup_id', 'job_id', 'expire_at_ms'],
  dedup_next: ['queue', 'dedup_id', 'payload'],
  event: ['queue', 'id', 'event', 'data', 'created_at_ms'],
  job: [
    'queue',
    'id',
    'seq',
    'name',
    'state',
    'data',
    'opts',
    'priority',
    'delay_ms',
    'max_attempts',
    'attempts_made',
    'attempts_started',
    'progress',
    'return_value',
    'failed_reason',
    'stacktrace',
    'deferred_failure',
    'processed_by',
    'added_at_ms',
    'process_at_ms',
    'processed_at_ms',
    'finished_at_ms',
    'lock_token',
    'locked_until_ms',
    'stalled_count',
    'dedup_id',
    'scheduler_id',
    'parent_queue',
    'parent_id',
    'parent_key',
    'pending_deps',
    'stalled_marked',
  ],
  job_dependency: ['parent_queue', 'parent_id', 'child_queue', 'child_id', 'child_key', 'status', 'value'],
  job_log: ['queue', 'job_id', 'idx', 'row'],
  meta: ['queue', 'field', 'value'],
  metrics: ['queue', 'kind', 'count', 'prev_ts', 'prev_count', 'data'],
  migration: ['version', 'name', 'min_client_version', 'applied_at'],
  rate_limit: ['queue', 'points', 'expire_at_ms'],
  relay_inbox: ['id', 'ns', 'node_id', 'kind', 'topic', 'mid', 'ts', 'data', 'endpoints'],
  relay_node: ['ns', 'node_id', 'lease_until', 'registered_at', 'last_heartbeat', 'info', 'backlog', 'dropped', 'in_flight'],
  relay_retained: ['ns', 'topic', 'mid', 'ts', 'data', 'expires_at'],
  relay_subscription: ['ns', 'node_id', 'endpoint_id', 'pattern', 'root'],
  scheduler: [
    'queue',
    'scheduler_id',
    'name',
    'next_run_ms',
    'pattern',
    'every_ms',
    'tz',
    'start_date_ms',
    'end_date_ms',
    'limit_count',
    'iteration_count',
    'template_data',
    'template_opts',
    'producer_id',
    'offset_ms',
  ],
};

/** Puts the store `jobs` into the catalogue of personal data. Its payloads are ids, so it holds none. */
export function declareJobTables(): void {
  for (const [table, columns] of Object.entries(tables)) {
    declareTable({
      store: 'jobs',
      table: `bullmq.${table}`,
      kind: 'none',
      reason: 'work to do, by ids only',
      columns: Object.fromEntries(columns.map((column) => [column, reasons[column] ?? 'machinery of the queue'])),
    });
  }
}
