import './supervision/end-with-parent.js';
import { parseArguments, settingsGiven, usage, type Arguments } from './arguments.js';
import { ownLog, startAppliance } from './appliance.js';
import { runDemo } from './demo/index.js';
import { untilUnsealed } from './keys/after-unsealing.js';
import { projectRoot } from './places.js';
import { say } from './say.js';
import { demoSentenceFor, sentenceFor } from './sentences.js';
import { LogFile } from './supervision/log-file.js';
import { neutralLine } from './supervision/neutral-line.js';
import { Undo } from './undo.js';

/** `EX_CONFIG`: cannot start here; the sentence says what to do. */
const cannotStart = 78;

void main();

async function main(): Promise<void> {
  const undo = new Undo();
  let given: Arguments | undefined;
  process.umask(0o077);
  // A terminal that was closed must not end the appliance in the middle of its stop.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(undo));
  try {
    given = parseArguments(process.argv.slice(2), projectRoot);
    if (given.help) {
      say(usage);
      return;
    }
    Object.assign(process.env, settingsGiven(given)); // read from here on, and handed to the programs
    const appliance = await startAppliance(given, undo);
    if (appliance.sealed) {
      say(`Voxkeep is up, but sealed: ${appliance.address}`);
      if (!(await untilUnsealed(appliance, () => undo.begun))) return;
    }
    if (given.demo) await runDemo(appliance, undo).catch(tellDemo(undo, given));
    if (undo.begun) return;
    say(`Voxkeep is ready: ${appliance.address}`);
  } catch (thrown) {
    if (undo.begun) return;
    note(thrown, given);
    process.stderr.write(`${sentenceFor(thrown)}\n`);
    await undo.all();
    process.exit(cannotStart);
  }
}

async function stop(undo: Undo): Promise<void> {
  if (undo.begun) return;
  say('Stopping …');
  await undo.all();
  say('Stopped.');
  process.exit(0);
}

/** A demonstration that was not furnished whole is told; it ends no appliance that is up. */
function tellDemo(undo: Undo, given: Arguments): (thrown: unknown) => void {
  return (thrown) => {
    if (undo.begun) return;
    note(thrown, given);
    process.stderr.write(`${demoSentenceFor(thrown)}\n`);
  };
}

/** Class and frames of an error, without its message, for whoever has to find its cause. */
function note(thrown: unknown, given: Arguments | undefined): void {
  if (!given || !(thrown instanceof Error)) return;
  const log = new LogFile(ownLog(given.dataDirectory));
  const lines = [`${new Date().toISOString()} ${thrown.name}`, ...(thrown.stack ?? '').split('\n').slice(1)];
  for (const line of lines) log.write(neutralLine(line) ?? line.split(' ').slice(0, 2).join(' '));
}
