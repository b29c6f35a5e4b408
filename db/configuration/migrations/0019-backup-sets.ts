import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which backups there are and until when: an erasure is closed no earlier than the last copy of its keys has gone. */
export class BackupSets implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table protection.backup_set (
        name text not null,
        made_at timestamptz not null,
        log_size bigint not null,
        octets bigint not null,
        expires_at timestamptz not null,
        removed_at timestamptz,
        keyring_expires_at timestamptz not null,
        keyring_removed_at timestamptz,
        constraint pk_backup_set primary key (name),
        constraint ck_backup_set_keyring check (keyring_expires_at <= made_at + interval '7 days'),
        constraint ck_backup_set_removed check (removed_at is null or keyring_removed_at is not null)
      )`);
    await q.query(`create index ix_backup_set_keyring on protection.backup_set (made_at) where keyring_removed_at is null`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table protection.backup_set`);
  }
}
