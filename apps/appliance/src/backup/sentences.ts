import type { ErrorData } from '@voxkeep/contracts';

type Sentence = (data: ErrorData) => string;

const otherSet = 'Take another set, or another copy of this one.';

/** What an operator reads when a backup or a restore cannot go on: what is wrong, and what to do. */
export const backupSentences: Readonly<Record<string, Sentence>> = {
  'backup.arguments': () =>
    'Usage: voxkeep backup | backup list | backup prune, each with --to DIR [--keyring-to DIR] [--data DIR].',
  'backup.busy': () => 'The databases were never quiet for a moment. Nothing was kept of this backup; begin it again.',
  'backup.no-checkpoint': () => 'The audit log has not been signed yet. Wait a moment and begin the backup again.',
  'backup.not-kept': () => 'The set does not stand under its name after it was written. Look at the disk of the target.',
  'backup.not-a-dump': ({ file }) => `${file} does not hold what a backup writes. ${otherSet}`,
  'restore.arguments': () =>
    'Usage: voxkeep restore --from DIR/sets/NAME --data NEWDIR --sink DIR --keys DIR [--identity FILE] [--keyring-from DIR]. The sink is the second sink as it is now; the keys are those of the appliance.',
  'restore.unfinished': ({ directory }) =>
    `A restore into ${directory} was begun and not finished, so what lies there cannot be used. Begin the restore again.`,
  'restore.not-empty': ({ directory }) => `${directory} is not empty. A restore goes into a new directory only.`,
  'restore.set-missing': ({ directory }) => `${directory} holds no finished set: it has no manifest. ${otherSet}`,
  'restore.manifest-damaged': ({ file }) => `${file} was changed after it was signed. ${otherSet}`,
  'restore.file-missing': ({ file }) => `${file} is missing from the set. ${otherSet}`,
  'restore.file-length': ({ file, expected, found }) =>
    `${file} has ${found} bytes and was written with ${expected}. ${otherSet}`,
  'restore.file-damaged': ({ file, expected, found }) =>
    `${file} is damaged: its SHA-256 is ${found} and was ${expected} when it was written. ${otherSet}`,
  'restore.keyring-missing': ({ directory, set }) =>
    `${directory} holds no copy of the keyring for ${set} that is not past its term. Without one the sealed data cannot be read; name the place of a newer copy with "--keyring-from DIR".`,
  'restore.identity': ({ file }) => `${file} does not open this set. Name the right file with "--identity FILE".`,
  'restore.keys-missing': ({ file }) =>
    `${file} is missing. Name the directory with the keys of the appliance with "--keys DIR".`,
  'restore.audit-key': ({ file }) => `${file} is not the key that signed the audit log of this set.`,
  'restore.root-key': ({ file }) =>
    `${file} is not the root key under which this copy of the keyring is. Take the key of that time, or a newer copy of the keyring.`,
  'restore.sink-missing': ({ file }) =>
    `${file} is missing from the second sink. Without it nobody knows what was erased since the backup, so nothing is restored.`,
  'restore.sink-older': ({ file, there, needed }) =>
    `${file} of the second sink is older than the set: it knows ${there} and the set knew ${needed}. Name the second sink as it is now.`,
  'restore.sink-foreign': () =>
    'This second sink is of another appliance, or of another history of this one. Nothing is restored.',
  'restore.sink-damaged': ({ file, line }) =>
    `Line ${line} of ${file} cannot be read. Take another copy of the second sink; without it something erased could come back.`,
  'restore.schema': ({ database }) =>
    `The set was made by a later release: it knows more of the schema of ${database}. Restore with the release that made it, or a newer one.`,
  'restore.rows': ({ database, table }) => `The table ${table} of ${database} did not get all of its rows. ${otherSet}`,
};
