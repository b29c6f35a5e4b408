import { declareTable } from '@voxkeep/personal-data';

const official = 'time of an official act';

/** Declares the register of backups to the catalogue. */
export function declareBackupTables(): void {
  declareTable({
    store: 'configuration',
    table: 'protection.backup_set',
    kind: 'none',
    reason: 'which sets of backups there are and when they and their copies of the keys end',
    columns: {
      ...{
        name: 'name of a set, made of its time and random letters',
        made_at: official,
        log_size: 'a count',
        octets: 'a count',
      },
      ...{ expires_at: official, removed_at: official, keyring_expires_at: official, keyring_removed_at: official },
    },
  });
}
