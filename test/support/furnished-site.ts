import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestAppliance, newDataDirectory, type ApplianceOptions } from './appliance.js';
import { signInAgain, type Person } from './sign-in.js';
import { furnish, untilTrunkIsKnown, type Site } from './site.js';
import { until } from './until.js';

const roles = ['admin', 'supervisor', 'dpo', 'deputy', 'agent'] as const;
type Role = (typeof roles)[number];

/** What is known of the site besides its data: who signs in how, and the ids of what was made. */
type Known = Omit<Site, Role | 'close'> & Readonly<Record<Role, Omit<Person, 'client'>>>;

/**
 * Starts an appliance of this file alone on a copy of a site that was furnished once for the whole run, and signs everybody in.
 * Neither the databases are made nor the people appointed anew: the tests of the first start, and of a call from the first start on,
 * do that.
 */
export async function startFurnished(
  options: Omit<ApplianceOptions, 'data'> = {},
): Promise<{ readonly appliance: TestAppliance; readonly site: Site }> {
  const folder = process.env['VOXKEEP_TEST_FURNISHED'];
  if (folder === undefined) throw new Error('No folder for the furnished site: run this file in the project "system".');
  const known = await furnishedOnce(folder);
  const data = newDataDirectory();
  const copied = spawnSync('cp', ['-a', '--reflink=auto', `${join(folder, 'data')}/.`, data], { encoding: 'utf8' });
  if (copied.status !== 0) throw new Error(`The furnished site was not copied: ${copied.stderr}`);
  const appliance = await TestAppliance.start({ ...options, data });
  return { appliance, site: await signedIn(appliance, known) };
}

/** Furnishes the site when nobody has begun to; waits for whoever has. One that failed leaves the turn to the next. */
async function furnishedOnce(folder: string): Promise<Known> {
  const [data, note] = [join(folder, 'data'), join(folder, 'site.json')];
  const known = () =>
    until('the site is furnished', async () => {
      if (existsSync(note)) return JSON.parse(readFileSync(note, 'utf8')) as Known;
      return takesTheTurn(data) && (await furnishInto(data, note));
    });
  // Whoever furnishes has a patience for each of its waits, so that one is not enough for those who wait for all of them.
  return known().catch(known);
}

/** Only one makes a directory. */
function takesTheTurn(directory: string): boolean {
  try {
    mkdirSync(directory);
    return true;
  } catch {
    return false;
  }
}

async function furnishInto(data: string, note: string): Promise<Known> {
  try {
    const appliance = await TestAppliance.start({ data });
    const site = await furnish(appliance);
    site.close();
    await appliance.stop();
    const text = JSON.stringify(site, (name, value: unknown) => (name === 'client' ? undefined : value));
    writeFileSync(`${note}.draft`, text);
    renameSync(`${note}.draft`, note);
    return JSON.parse(text) as Known;
  } catch (thrown) {
    rmSync(data, { recursive: true, force: true });
    throw thrown;
  }
}

async function signedIn(appliance: TestAppliance, known: Known): Promise<Site> {
  const people = await Promise.all(
    roles.map(async (role) => {
      const client = appliance.newClient();
      await signInAgain(client, { ...known[role], client });
      return [role, { ...known[role], client }] as const;
    }),
  );
  await untilTrunkIsKnown(appliance);
  const close = (): void => {
    for (const [, { client }] of people) client.close();
  };
  return { ...known, ...(Object.fromEntries(people) as Record<Role, Person>), close };
}
