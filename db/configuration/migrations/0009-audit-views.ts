import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the viewer of the audit log reads, what the log found out about itself, and how far the other processes may see it has come. */
export class AuditViews implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table audit.verification (
        id bigint generated always as identity,
        at timestamptz not null default now(),
        events bigint not null,
        verified_to bigint not null,
        witnessed bigint not null,
        authenticated boolean not null,
        took_ms integer not null,
        damages jsonb not null,
        constraint pk_verification primary key (id)
      )`);
    await q.query(`create index ix_verification_at on audit.verification (at, id)`);
    await q.query(
      `create index ix_leaf_listening on audit.leaf (seq) where action in ('recording.listen', 'recording.download', 'recording.export')`,
    );
    await q.query(`create index ix_leaf_purpose on audit.leaf (purpose, seq) where purpose is not null`);
    await q.query(`
      create view audit.listening_log as
      select seq, event_id, at, actor, action, object_id as recording_id, subject_ref as contact_id, purpose, source
      from audit.leaf where action in ('recording.listen', 'recording.download', 'recording.export')`);
    // Every process compares its own audit rows with these marks; it sees nothing else of the log.
    await q.query(`
      create view access.audit_cursor as
      select replace(source, '.audit', '') as database, txid, id from outbox_cursor where consumer = 'audit-sequencer'`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop view access.audit_cursor`);
    await q.query(`drop view audit.listening_log`);
    await q.query(`drop index audit.ix_leaf_purpose, audit.ix_leaf_listening`);
    await q.query(`drop table audit.verification`);
  }
}
