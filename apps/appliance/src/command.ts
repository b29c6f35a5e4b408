import { checkCatalogue } from './operator/check-catalogue.js';
import { placeTestCall } from './operator/place-test-call.js';
import { archiveContacts, verifyAudit } from './operator/worker-program.js';
import { say } from './say.js';
import { sentenceFor } from './sentences.js';

interface Command {
  readonly about: string;
  /** Runs with the words after the command's name; the result is the exit code. */
  readonly run: (args: readonly string[]) => Promise<number>;
}

const commands: Readonly<Record<string, Command>> = {
  'archive contacts': {
    about: 'Moves the contacts of a running appliance that are due to history now. [--data DIR]',
    run: archiveContacts,
  },
  'audit verify': {
    about: 'Verifies the audit log of a running appliance against its signed states, and names any damage. [--data DIR]',
    run: verifyAudit,
  },
  'catalogue check': {
    about: 'Compares every column of a running appliance with the catalogue of personal data. [--data DIR]',
    run: checkCatalogue,
  },
  'place-test-call': {
    about: 'Places one SIPREC call at a recorder and prints its result; --help lists the options.',
    run: placeTestCall,
  },
};

void main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<void> {
  const name = Object.keys(commands).find((known) => words.join(' ').startsWith(known));
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
