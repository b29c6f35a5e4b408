import { isVoxkeepError, type ErrorData } from '@voxkeep/contracts';
import { isOutOfReach } from '@voxkeep/platform';
import { usage } from './arguments.js';
import { backupSentences } from './backup/sentences.js';

type Sentence = (data: ErrorData) => string;

/** What an operator reads when the appliance cannot start: what is wrong, and what to do. */
const sentences: Readonly<Record<string, Sentence>> = {
  'arguments.unknown': () => usage,
  'arguments.port': () => 'The port must be a whole number from 1 to 65535, as in "--port 8443".',
  'arguments.rtp-ports': () => 'The RTP ports are a first and a last one from 1024 to 65535, as in "--rtp-ports 20000-29999".',
  'audit.arguments': () =>
    'Usage: voxkeep audit verify [--most N] [--data DIR], audit prove <event> | --since N [--data DIR], or audit verify-proof <file> --key <key> [--earlier <checkpoint>]',
  'incident.arguments': () =>
    'Usage: voxkeep incident freeze [--hours N] [--data DIR], or voxkeep incident verify FOLDER [--key PEM] [--identity FILE [--out ZIP]]',
  'incident.unreadable': ({ file }) => `${file} cannot be read as frozen evidence. Name the folder that holds manifest.json.`,
  'certificate.arguments': () => 'Usage: voxkeep certificate verify FILE [--key PEM] [--log-key FILE]',
  'certificate.unreadable': ({ file }) => `${file} cannot be read. Check the name and the right to read it.`,
  'certificate.key': () =>
    'The file named with --key is not a public key in PEM. Take certificate-verifier.pem of the second sink.',
  'appliance.running': ({ pid }) =>
    `Another appliance (process ${pid}) runs on this data directory. Stop it, or give another one with "--data DIR".`,
  'appliance.not-running': ({ directory }) =>
    `No appliance runs on ${directory}. Start it first, or name its directory with "--data DIR".`,
  'directory.foreign': ({ directory }) =>
    `${directory} belongs to another account. Do this as that account, or give another directory with "--data DIR".`,
  'directory.not-writable': ({ directory }) =>
    `${directory} cannot be written. Give this account the right to write there, or another directory with "--data DIR".`,
  'disk.too-small': ({ directory, free, needed }) =>
    `${directory} has ${free} MB free and needs ${needed} MB. Free some space there, or give another directory with "--data DIR".`,
  'vault.away': () =>
    'The folder of the vault does not hold the vault of this site: no call is taken, and no recording is played, copied or removed. Mount the vault; nothing has to be restarted. Only to begin another vault there, as when its disk died: stop the appliance and say "voxkeep begin-vault".',
  'begin-vault.arguments': () => 'Usage: voxkeep begin-vault --vault DIR [--data DIR]',
  'begin-vault.no-site': ({ directory }) =>
    `${directory} holds no site that remembers a vault. Name the site's directory with "--data DIR"; the first start begins the vault of a new site.`,
  'begin-vault.not-writable': ({ directory, code }) =>
    `${directory} cannot be written (${code}). Nothing was begun. Mount the empty disk there, give the folder to the account of the appliance (chown), and say this as that account.`,
  'vault.not-remembered': ({ file, cause }) =>
    `${file} cannot be written (${cause}). Nothing was begun. Mount its disk writable or make room there, and say this as the account of the appliance.`,
  'begin-vault.remembered': ({ directory }) =>
    `The vault of this site lies in ${directory}. Nothing was begun; start the appliance.`,
  'begin-vault.another': ({ directory }) =>
    `Another vault lies in ${directory}. Nothing was begun. Name an empty folder; if the vault there is nobody's, remove its .vault-mark first.`,
  'vault.not-writable': ({ directory, code }) =>
    `The first start marks the vault in ${directory}, which cannot be written (${code}). Mount it writable, or give this account the right to write there.`,
  'vault.mark-unreadable': ({ file, cause }) =>
    `${file} says which vault is the one of this site, and cannot be read (${cause}); it may name another one than the folder that lies there now, so nothing starts. Make it readable for this account, or restore it from its backup. When the folder of the vault surely is the one of this site, copy the mark that is whole over the other one (<vault>/.vault-mark, <data>/vault-mark); when neither is whole, remove both: the folder is marked anew.`,
  'port.in-use': ({ port, owner, remedy }) => `Port ${port} is in use by ${owner}. Stop it, or ${remedy}.`,
  'port.forbidden': ({ port, remedy }) => `This account may not open port ${port}. Use a port above 1023: ${remedy}.`,
  'postgres.no-account': () =>
    'PostgreSQL refuses to run as root and this machine has neither an account "postgres" nor "nobody". Start the appliance as an ordinary user.',
  'postgres.no-binaries': () =>
    'The embedded PostgreSQL is missing from node_modules. Delete node_modules and start again; it is installed anew.',
  'postgres.out-of-reach': ({ account, directory }) =>
    `PostgreSQL runs as the account ${account}, which may not enter ${directory}. Let it pass with "chmod o+x ${directory}", then start again.`,
  'postgres.not-executable': ({ account, program }) =>
    `The account ${account} may not run ${program}. Its disk may be mounted with "noexec": mount it without, or give a directory on another disk with "--data DIR".`,
  'postgres.no-library': ({ library }) =>
    `The embedded PostgreSQL finds no library ${library} that it may read. Delete node_modules and start again; if that does not help, install the library on this machine.`,
  'postgres.does-not-run': ({ program, result }) =>
    `The embedded PostgreSQL ${program} does not run on this machine (${result}). It needs Linux on x64 with the GNU C library.`,
  'postgres.major': ({ here, there }) =>
    `The data was written by PostgreSQL ${there} and this release brings PostgreSQL ${here}. Start the release that wrote it, and move the data by backup and restore.`,
  'postgres.initdb': ({ directory }) =>
    `The database's directory ${directory} could not be made. Check that its disk has room and allows ownership to be changed, then start again.`,
  'postgres.will-not-start': ({ log }) => `PostgreSQL does not start. Its reason stands at the end of ${log}.`,
  'database.unreachable': ({ database }) =>
    `The database ${database} does not answer. Check var/log/postgres-main.log, then start again.`,
  'secret.damaged': ({ file }) =>
    `${file} does not hold a password of ours. Restore it from its backup; deleting it makes a new one at the next start.`,
  'schema.newer': ({ database }) =>
    `The database ${database} was changed by a newer release. Start that release, or restore a backup from before the upgrade.`,
  'migration.failed': ({ database, migration }) =>
    `The database ${database} could not be brought up to date (${migration}). Nothing of that step was kept; report it, and start the release from before meanwhile.`,
  'app.refused': ({ app, log }) => `${app} refuses to start here. Its reason stands at the end of ${log}.`,
  'app.not-ready': ({ app, log }) => `${app} did not become ready within five minutes. Its reason stands at the end of ${log}.`,
  'test-call.failed': () => 'The test call could not be placed. "voxkeep place-test-call --help" lists its options.',
  'keys.arguments': () =>
    'Usage: voxkeep keys status | rotate root | rotate index | rotate owner --class CLASS [--older-than DAYS], each with [--data DIR].',
  'keys.owner-class': ({ classes }) => `Name the class of owners with "--class"; there are ${classes}.`,
  'keyring.not-rotatable': () =>
    'The root key cannot be replaced here, because what keeps it takes no next one. Replace it where it is kept.',
  'keyring.sealed': () => 'The keyring is sealed: its root key is missing or does not fit. Unseal it first.',
  'keyring.root-key-missing': () =>
    'The file of the root key is not in its place, and this keyring has been used: put the file back from the copy that was kept apart, then say "voxkeep unseal".',
  'keyring.no-passphrase': () =>
    'No passphrase opens the root key here. The PIN of a token is changed with the tool of the token.',
  'unseal.arguments': () => 'Usage: voxkeep unseal [--final-try] [--data DIR], or voxkeep keys change-passphrase [--data DIR]',
  'pkcs11.no-binding': ({ binding }) =>
    `The package ${binding}, which speaks to PKCS#11 tokens, is not installed. It needs a C++ compiler and Python: "npm install --no-save --ignore-scripts=false pkcs11js@2.1.7", or name its directory with VOXKEEP_PKCS11_BINDING.`,
  'pkcs11.no-module': ({ module }) =>
    `The library ${module} of the token cannot be loaded. Correct VOXKEEP_PKCS11_MODULE, or install the library.`,
  'pkcs11.no-token': () => 'The token is not there. Connect it, and say "voxkeep unseal".',
  'pkcs11.failed': ({ method, result }) =>
    `The token refused ${method} (CKR 0x${result}). The manual of the token says what that means; the keyring stays sealed.`,
  'root-key.other-token': () =>
    'This token opens with that PIN, but holds another key. Connect the token with which the root key was set up.',
  'root-key.malformed': () => 'The file of the root key is damaged. Put it back from the copy that was kept apart.',
  'root-key.readable-by-others': ({ mode }) =>
    `The file of the root key may be read by others (mode ${mode}). Take their right away: chmod 0400. Then say "voxkeep unseal".`,
  'keyring.unreachable': () => 'The keyring does not answer. See whether the appliance runs, and what its log says.',
  'keyring.failed': () =>
    'The keyring could not do that; the reason stands in its log. What was begun goes on at its next start.',
  ...backupSentences,
  'settings.invalid': ({ variable }) => `The setting ${variable} has a value that is not allowed. Correct it and start again.`,
  'settings.missing': ({ variable }) => `The setting ${variable} is missing. Set it and start again.`,
};

/** One sentence for whatever kept the appliance from starting. Of an unknown error only its class and code are told. */
export function sentenceFor(thrown: unknown): string {
  const sentence = isVoxkeepError(thrown) ? sentences[thrown.code] : undefined;
  if (isVoxkeepError(thrown) && sentence) return sentence(thrown.data);
  return `The appliance could not start (${classOf(thrown)}). ${details}`;
}

/** One sentence for what kept the demonstration from being furnished whole on an appliance that is up and stays up. */
export function demoSentenceFor(thrown: unknown): string {
  const why = isOutOfReach(thrown) ? 'a database gave no connection for minutes' : classOf(thrown);
  return `The demonstration site was not furnished whole (${why}); the appliance goes on without the rest. Start it again with "--demo" to add what is missing. ${details}`;
}

const details = "Details stand in appliance.log of the data directory's log folder.";

function classOf(thrown: unknown): string {
  const { name, code } = thrown instanceof Error ? (thrown as Error & { code?: unknown }) : { name: 'unknown', code: undefined };
  return typeof code === 'string' ? `${name} ${code}` : name;
}
