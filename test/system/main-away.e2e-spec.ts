import { judge, type Verdict } from '../bench/load/judge.js';
import { placeLoadHere } from '../bench/load/place-load.js';
import type { LoadPlan } from '../bench/load/plan.js';
import { TestAppliance } from '../support/appliance.js';
import { holdDown } from '../support/outage.js';
import { furnish, type Site } from '../support/site.js';
import { until } from '../support/until.js';

const calls = 12;
/** Calls under way when the databases go; the others come while they are away. */
const before = 6;

describe('calls whose databases are away from the middle of them to their end, all with a yes', () => {
  let appliance: TestAppliance;
  let site: Site;
  let statuses: readonly number[];
  let verdicts: readonly Verdict[];

  beforeAll(async () => {
    appliance = await TestAppliance.start();
    site = await furnish(appliance);
    const target = { kind: 'recorder', address: '127.0.0.1', port: appliance.ports.sip, transport: 'udp' } as const;
    const plan: LoadPlan = { target, run: 'main-away', seed: 12, calls, perSecond: 3, keyAfterMs: 1000, talkMs: 6000 };
    const placed = placeLoadHere(plan);
    await until('half of the calls are live', async () => (await liveSessions()) >= before);
    const comeBack = await holdDown(appliance, 'main');
    const load = await placed;
    await comeBack();
    statuses = load.calls.map(({ status }) => status);
    verdicts = await judge({ appliance, site }, plan.seed, load.calls);
  });
  afterAll(async () => {
    site.close();
    await appliance.end();
  });

  const liveSessions = async (): Promise<number> =>
    ((await appliance.askProgram('recorder', '/api/recorder/counters')).body as Record<string, number>)['liveSessions'] ?? 0;

  it('are all taken', () => {
    expect(statuses).toEqual(Array.from({ length: calls }, () => 200));
  });

  it('lose not one packet after the grant, on either channel', () => {
    expect(verdicts.map(({ sentMs, lostByChannel }) => [sentMs > 0, ...lostByChannel])).toEqual(
      Array.from({ length: calls }, () => [true, 0, 0]),
    );
  });

  it('have each an outcome that is so, once the databases are back', () => {
    expect(verdicts.map(({ outcome, lies }) => [outcome, ...lies.filter((lie) => lie !== 'played-before')])).toEqual(
      Array.from({ length: calls }, () => ['kept']),
    );
  });
});
