import { TestAppliance } from '../../support/appliance.js';
import { findFreePorts } from '../../support/free-ports.js';
import { furnish, type Site } from '../../support/site.js';
import { within } from './within.js';

/** An appliance with room for a load, and people who may hear what it kept. */
export interface LoadSite {
  readonly appliance: TestAppliance;
  readonly site: Site;
  end(): Promise<void>;
}

/** Below the ports of the system tests, with room for 1,500 calls. */
const media = { rtpLow: 10_000, rtpHigh: 15_999 };

/** Starts and furnishes a fresh appliance; `environment` are settings of it. */
export async function startLoadSite(environment: Readonly<Record<string, string>> = {}): Promise<LoadSite> {
  const appliance = await TestAppliance.start({ ports: { ...(await findFreePorts()), ...media }, environment });
  const site = await furnish(appliance);
  const end = async (): Promise<void> => {
    site.close();
    await appliance.end();
  };
  return { appliance, site, end };
}

/** What the recorder counts. */
export async function countersOf(appliance: TestAppliance): Promise<Readonly<Record<string, number>>> {
  return (await appliance.askProgram('recorder', '/api/recorder/counters')).body as Record<string, number>;
}

/** Waits until no call is live and the keys of the next ones are made ahead as at the start, so that each step begins alike. */
export async function rested(appliance: TestAppliance, withinMs: number): Promise<boolean> {
  const atRest = await within(withinMs, async () => {
    const { liveSessions, ownersAhead = 0 } = await countersOf(appliance);
    return liveSessions === 0 && ownersAhead >= 200;
  });
  return atRest === true;
}
