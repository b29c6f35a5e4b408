import { say } from './say.js';
import { sentenceFor } from './sentences.js';

interface Command {
  readonly about: string;
  /** Runs with the words after the command's name; the result is the exit code. */
  readonly run: (args: readonly string[]) => Promise<number>;
}

/** What a command needs is loaded with it: loading everything takes longer than most of them. */
const commands: Readonly<Record<string, Command>> = {
  'archive contacts': {
    about: 'Moves the contacts of a running appliance that are due to history now. [--data DIR]',
    run: async (args) => (await import('./operator/worker-program.js')).archiveContacts(args),
  },
  'audit prove': {
    about: 'Prints the proof of an event, by id or place, or of growth since a size. <event> | --since N [--data DIR]',
    run: async (args) => (await import('./operator/audit.js')).proveEvent(args),
  },
  'audit verify': {
    about:
      'Verifies the audit log of a running appliance against its signed states, and names any damage. [--most N] [--data DIR]',
    run: async (args) => (await import('./operator/audit.js')).verifyAudit(args),
  },
  'audit verify-proof': {
    about: 'Checks such a proof without any appliance. <file> --key <verifier key or its file> [--earlier <signed checkpoint>]',
    run: async (args) => (await import('./operator/audit-proof.js')).verifyProof(args),
  },
  backup: {
    about: 'Makes a set of all stores and recordings of a running appliance. --to DIR [--keyring-to DIR] [--data DIR]',
    run: async (args) => (await import('./operator/backup.js')).makeBackup(args),
  },
  'backup list': {
    about: 'Lists the sets in a place and when they end. --to DIR [--keyring-to DIR] [--data DIR]',
    run: async (args) => (await import('./operator/backup.js')).listBackups(args),
  },
  'backup prune': {
    about: 'Removes sets and copies of the keyring that are past their term. --to DIR [--keyring-to DIR] [--data DIR]',
    run: async (args) => (await import('./operator/backup.js')).pruneBackups(args),
  },
  'begin-vault': {
    about: 'Begins a new vault of a stopped appliance, as when the disk of the old one died. --vault DIR [--data DIR]',
    run: async (args) => (await import('./operator/begin-vault.js')).beginNewVault(args),
  },
  restore: {
    about:
      'Restores a set into an empty directory and erases again what was erased since. --from SET --data DIR --sink DIR --keys DIR [--identity FILE] [--keyring-from DIR]',
    run: async (args) => (await import('./operator/restore.js')).restoreBackup(args),
  },
  catalogue: {
    about:
      'Prints the catalogue of personal data: json, record (Art. 30) or dpv. [json | record | dpv] [--language CODE] [--data DIR]',
    run: async (args) => (await import('./operator/catalogue.js')).printCatalogue(args),
  },
  'catalogue check': {
    about: 'Compares every column of a running appliance with the catalogue of personal data. [--data DIR]',
    run: async (args) => (await import('./operator/check-catalogue.js')).checkCatalogue(args),
  },
  'keys change-passphrase': {
    about: 'Changes the passphrase that opens the root key of a running appliance. [--data DIR]',
    run: async (args) => (await import('./operator/unseal.js')).changePassphrase(args),
  },
  'keys rotate index': {
    about: 'Makes new index keys of a running appliance; contact points are indexed anew in the background. [--data DIR]',
    run: async (args) => (await import('./operator/keys.js')).rotateIndexes(args),
  },
  'keys rotate owner': {
    about:
      'Replaces the keys of a class of owners; values are sealed anew in the background. --class CLASS [--older-than DAYS] [--data DIR]',
    run: async (args) => (await import('./operator/keys.js')).rotateOwners(args),
  },
  'keys rotate root': {
    about: 'Replaces the root key of a running appliance and waits until no key is under the old one. [--data DIR]',
    run: async (args) => (await import('./operator/keys.js')).rotateRoot(args),
  },
  'keys status': {
    about: 'Says which keys a running appliance holds and which rotations are under way. [--data DIR]',
    run: async (args) => (await import('./operator/keys.js')).keysStatus(args),
  },
  'certificate verify': {
    about: 'Verifies an erasure certificate offline and names the line that fails. FILE [--key PEM] [--log-key FILE]',
    run: async (args) => (await import('./operator/certificate.js')).verifyErasureCertificate(args),
  },
  'incident freeze': {
    about: 'Freezes evidence of the last hours of a running appliance and stops retention. [--hours N] [--data DIR]',
    run: async (args) => (await import('./operator/incident.js')).freezeIncident(args),
  },
  'incident verify': {
    about: 'Verifies frozen evidence offline, and opens it with its identity. FOLDER [--key PEM] [--identity FILE [--out ZIP]]',
    run: async (args) => (await import('./operator/incident.js')).verifyIncident(args),
  },
  'retention rehearse': {
    about: 'Counts what the rules of retention would remove from a running appliance, and removes nothing. [--data DIR]',
    run: async (args) => (await import('./operator/worker-program.js')).rehearseRetention(args),
  },
  'retention run': {
    about: 'Removes from a running appliance what is past its term and approved, now. [--data DIR]',
    run: async (args) => (await import('./operator/worker-program.js')).runRetention(args),
  },
  unseal: {
    about: 'Opens the sealed keyring of a running appliance; asks for passphrase or PIN. [--final-try] [--data DIR]',
    run: async (args) => (await import('./operator/unseal.js')).unsealKeyring(args),
  },
  'place-test-call': {
    about: 'Places one SIPREC call at a recorder and tells how it goes; --help lists the options. [--data DIR]',
    run: async (args) => (await import('./operator/place-test-call.js')).placeTestCall(args),
  },
};

void main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<void> {
  const name = Object.keys(commands)
    .filter((known) => `${words.join(' ')} `.startsWith(`${known} `))
    .sort((a, b) => b.length - a.length)[0];
  const command = commands[name ?? ''];
  if (!command || name === undefined) {
    usage();
    return;
  }
  try {
    process.exitCode = await command.run(words.slice(name.split(' ').length));
  } catch (thrown) {
    process.stderr.write(`${sentenceFor(thrown)}\n`);
    process.exitCode = 78;
  }
}

function usage(): void {
  say('Usage: voxkeep <command> [options]');
  for (const [name, { about }] of Object.entries(commands)) say(`  ${name.padEnd(18)}${about}`);
  process.exitCode = 64;
}
