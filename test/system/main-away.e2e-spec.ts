import { judge, type Lie, type Verdict } from '../bench/load/judge.js';
import { placeLoadHere } from '../bench/load/place-load.js';
import type { LoadPlan } from '../bench/load/plan.js';
import type { TestAppliance } from '../support/appliance.js';
import { startFurnished } from '../support/furnished-site.js';
import { holdDown } from '../support/outage.js';
import type { Site } from '../support/site.js';
import { until } from '../support/until.js';

const calls = 12;
/** Calls under way when the databases go; the others come while they are away. */
const before = 6;

/** Where a grant falls between two packets, and sockets are read one after the other. */
const edgeMs = 100;
/** On a machine that lets the sender starve, what it sent late may be told as a gap; what was lost is never called kept. */
const untruths: readonly Lie[] = ['kept-with-loss', 'grant-denied', 'no-outcome'];

describe('calls whose databases are away from the middle of them to their end, all with a yes', () => {
  let appliance: TestAppliance;
  let site: Site;
  let statuses: readonly number[];
  let verdicts: readonly Verdict[];

  beforeAll(async () => {
    ({ appliance, site } = await startFurnished());
    const target = { kind: 'recorder', address: '127.0.0.1', port: appliance.ports.sip, transport: 'udp' } as const;
    const plan: LoadPlan = { target, run: 'main-away', seed: 12, calls, perSecond: 3, keyAfterMs: 1000, talkMs: 6000 };
    const placed = placeLoadHere(plan);
    let areOver = false;
    const over = (): void => {
      areOver = true;
    };
    void placed.then(over, over);
    // A busy machine may refuse more than half: then what was taken decides.
    await until('half of the calls are live', async () => areOver || (await liveSessions()) >= before);
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

  it('have each an outcome that is so, once the databases are back', () => {
    const untrue = taken().flatMap(({ lies }) => lies.filter((lie) => untruths.includes(lie)));
    expect(untrue).toEqual([]);
    expect(
      taken()
        .map(({ outcome }) => outcome)
        .filter((outcome) => outcome !== 'kept' && outcome !== 'kept-with-gaps'),
    ).toEqual([]);
  });
});
