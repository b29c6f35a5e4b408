import { judge, type Verdict } from '../bench/load/judge.js';
import { placeLoadHere } from '../bench/load/place-load.js';
import type { LoadPlan } from '../bench/load/plan.js';
import { TestAppliance } from '../support/appliance.js';
import { furnish, type Site } from '../support/site.js';

const calls = 20;

describe('twenty calls in one second, all with a yes', () => {
  let appliance: TestAppliance;
  let site: Site;
  let statuses: readonly number[];
  let verdicts: readonly Verdict[];

  beforeAll(async () => {
    appliance = await TestAppliance.start();
    site = await furnish(appliance);
    const target = { kind: 'recorder', address: '127.0.0.1', port: appliance.ports.sip, transport: 'udp' } as const;
    const plan: LoadPlan = { target, run: 'burst', seed: 20, calls, perSecond: 20, keyAfterMs: 1000, talkMs: 5000 };
    const load = await placeLoadHere(plan);
    statuses = load.calls.map(({ status }) => status);
    verdicts = await judge({ appliance, site }, plan.seed, load.calls);
  });
  afterAll(async () => {
    site.close();
    await appliance.end();
  });

  it('are all taken', () => {
    expect(statuses).toEqual(Array.from({ length: calls }, () => 200));
  });

  it('lose not one packet after the grant, on either channel', () => {
    expect(verdicts.map(({ sentMs, lostByChannel }) => [sentMs > 0, ...lostByChannel])).toEqual(
      Array.from({ length: calls }, () => [true, 0, 0]),
    );
  });

  it('have each an outcome that is so', () => {
    expect(verdicts.map(({ outcome, lies }) => [outcome, ...lies.filter((lie) => lie !== 'played-before')])).toEqual(
      Array.from({ length: calls }, () => ['kept']),
    );
  });

  it('hold nothing that was said before the grant', () => {
    expect(verdicts.map(({ beforeMs }) => beforeMs)).toEqual(Array.from({ length: calls }, () => 0));
  });
});
