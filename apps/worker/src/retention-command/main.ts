import { setTimeout as pause } from 'node:timers/promises';
import { EvidenceFreezes, Rehearsals, RetentionRuns, configurationEntities } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { openDatabase, settings, type Database } from '@voxkeep/platform';
import { byWorker } from '../by.js';

const couldNotLook = 78;
const notDone = 1;
const program = 'voxkeep retention';
const everyMs = 500;
const patienceMs = 30 * 60_000;

/** `rehearse` counts what the rules would remove, `run` removes what is approved, now; the running worker does either. Numbers only. */
async function main(word: string | undefined): Promise<number> {
  const { url } = settings().database.configuration;
  const configuration = await openDatabase('configuration', { url, program }, configurationEntities);
  try {
    return await (word === 'run' ? run(configuration) : rehearse(new Rehearsals(configuration)));
  } finally {
    await configuration.close();
  }
}

async function rehearse(rehearsals: Rehearsals): Promise<number> {
  const id = await rehearsals.ask('asked', byWorker);
  const done = await until(async () => {
    const found = await rehearsals.find(id);
    return found?.state === 'asked' ? undefined : found;
  });
  if (done?.state !== 'done') {
    process.stderr.write('The rehearsal could not be finished. Nothing was removed. Is the appliance running?\n');
    return couldNotLook;
  }
  done.lines.filter(({ total }) => total > 0).forEach(sayLine);
  process.stdout.write('Nothing was removed. Approve this rehearsal on the page Retention.\n');
  return 0;
}

function sayLine({ class: name, store, total, due, held }: http.RehearsalLine): void {
  process.stdout.write(
    `${name.padEnd(18)}${store.padEnd(14)}held ${String(total)}, would go ${String(due)}, kept by holds ${String(held)}\n`,
  );
}

/** Wakes the worker and waits until it has looked at the clock again, which is the last thing of a pass. */
async function run(configuration: Database): Promise<number> {
  if (await new EvidenceFreezes(configuration).isStanding()) {
    process.stderr.write(
      'Evidence of an incident is frozen. Nothing is removed until two people release it on the page Incidents.\n',
    );
    return notDone;
  }
  const runs = new RetentionRuns(configuration);
  const { lastAt: before, databaseNow: since } = await runs.clock();
  await configuration.rows(`select pg_notify('retention', 'run')`);
  const passed = await until(async () => {
    const { lastAt } = await runs.clock();
    return lastAt?.getTime() === before?.getTime() ? undefined : lastAt;
  });
  if (!passed) {
    process.stderr.write('No run came to its end. Is the appliance running?\n');
    return couldNotLook;
  }
  const [newest] = await runs.list(1);
  if (!newest || new Date(newest.startedAt) < since) {
    process.stdout.write('Nothing is due, or nobody has approved a rehearsal.\n');
    return 0;
  }
  const removed = newest.lines.reduce((sum, line) => sum + line.removed, 0);
  const because = newest.because === null ? '' : ` (${newest.because})`;
  process.stdout.write(`The run is ${newest.state}${because}. Removed: ${String(removed)}.\n`);
  return newest.state === 'done' ? 0 : notDone;
}

async function until<T>(look: () => Promise<T | null | undefined>): Promise<T | undefined> {
  for (let waited = 0; waited < patienceMs; waited += everyMs) {
    const found = await look();
    if (found) return found;
    await pause(everyMs);
  }
  return undefined;
}

main(process.argv[2]).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    // Only the code: an error's text may hold an address or a password.
    const { code } = error as { code?: unknown };
    process.stderr.write(`Retention could not be looked at${typeof code === 'string' ? ` (${code})` : ''}.\n`);
    process.exitCode = couldNotLook;
  },
);
