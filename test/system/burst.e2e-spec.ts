import { judge, type Lie, type Verdict } from '../bench/load/judge.js';
import { placeLoadHere } from '../bench/load/place-load.js';
import type { LoadPlan } from '../bench/load/plan.js';
import type { TestAppliance } from '../support/appliance.js';
import { describeInFull } from '../support/full-run.js';
import { startFurnished } from '../support/furnished-site.js';
import type { Site } from '../support/site.js';

const calls = 20;

/** Where a grant falls between two packets, and sockets are read one after the other. */
const edgeMs = 100;
/** On a machine that lets the sender starve, what it sent late may be told as a gap; what was lost is never called kept. */
const untruths: readonly Lie[] = ['kept-with-loss', 'grant-denied', 'no-outcome'];

/** What a machine makes of a burst is measured by the bench; that none of its calls is told untruly is seen in the full run. */
describeInFull('twenty calls in one second, all with a yes', () => {
  let appliance: TestAppliance;
  let site: Site;
  let statuses: readonly number[];
  let verdicts: readonly Verdict[];

  beforeAll(async () => {
    ({ appliance, site } = await startFurnished());
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

  const taken = () => verdicts.filter(({ call }) => call.status === 200);

  it('are taken, or refused at once when the machine has no room for them, and none is left without an answer', () => {
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(taken().length).toBeGreaterThan(0);
  });

  it('lose nothing after the grant, on either channel, beyond the edge of a stretch', () => {
    const lost = taken().flatMap(({ lostByChannel }) => lostByChannel.filter((ms) => ms > edgeMs));
    expect(taken().every(({ sentMs }) => sentMs > 0)).toBe(true);
    expect(lost).toEqual([]);
  });

  it('have each an outcome that is so', () => {
    const untrue = taken().flatMap(({ lies }) => lies.filter((lie) => untruths.includes(lie)));
    expect(untrue).toEqual([]);
    expect(
      taken()
        .map(({ outcome }) => outcome)
        .filter((outcome) => outcome !== 'kept' && outcome !== 'kept-with-gaps'),
    ).toEqual([]);
  });
});
