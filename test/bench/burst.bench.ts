import { setTimeout as pause } from 'node:timers/promises';
import { holdDown } from '../support/outage.js';
import { measureFloor } from './load/bare-floor.js';
import { judge } from './load/judge.js';
import { countersOf, rested, startLoadSite, type LoadSite } from './load/load-site.js';
import { watchMachine } from './load/machine.js';
import { headStartMs, placeLoad } from './load/place-load.js';
import type { LoadPlan } from './load/plan.js';
import { cpuSecondsOf, residentBytesOf } from './load/process-cpu.js';
import { startSpinners } from './load/spinners.js';
import { liesIn, printed, summaryOf } from './load/summary.js';

interface Figure {
  readonly name: string;
  readonly ours: number;
  readonly floor: number;
  readonly ratio: number;
  readonly unit: string;
}

type Variant = 'plain' | 'main-away' | 'both-away' | 'spinning';

/** What is done to the appliance while a load runs. */
interface Disturbance {
  /** Begins it at once; the result ends it and resolves when things are as before. */
  begin(site: LoadSite): Promise<() => Promise<void>>;
  /** Milliseconds after the beginning of the load. */
  readonly afterMs: number;
  /** Milliseconds; absent: until the load is over. */
  readonly forMs?: number;
}

interface Extent {
  readonly calls: number;
  readonly rates: readonly number[];
  /** The rate at which something is done to the appliance. */
  readonly disturbedRate: number;
  readonly togetherMs: number;
  readonly awayMs: number;
}

const full: Extent = { calls: 300, rates: [10, 25, 40, 60, 100], disturbedRate: 25, togetherMs: 15_000, awayMs: 60_000 };
const short: Extent = { calls: 60, rates: [25, 100], disturbedRate: 10, togetherMs: 8000, awayMs: 10_000 };
const keyAfterMs = 2000;
const spinners = 8;
const restWithinMs = 120_000;

/**
 * A burst of calls, ours beside a bare receiver of the same streams. Words after the name choose: `short`, one or more of `plain`,
 * `main-away`, `both-away`, `spinning`, and rates in calls a second, as in `npm run bench -- burst:short,main-away,40`.
 */
export async function run(words: readonly string[] = []): Promise<readonly Figure[]> {
  const extent = words.includes('short') ? short : full;
  const variants = (['plain', 'main-away', 'both-away', 'spinning'] as const).filter((variant) => words.includes(variant));
  const asked = words.map(Number).filter((rate) => rate > 0);
  const chosen = variants.length > 0 ? variants : (['plain', 'main-away', 'both-away', 'spinning'] as const);
  const floorPlan = { run: 'floor', seed: 1, calls: Math.min(100, extent.calls), perSecond: 50, keyAfterMs, talkMs: 10_000 };
  const floor = await measureFloor(floorPlan);
  const figures: Figure[] = [];
  for (const variant of chosen) {
    const usual = variant === 'plain' ? extent.rates : [extent.disturbedRate];
    figures.push(...(await runVariant(variant, asked.length > 0 ? asked : usual, extent, floor.cpuPerCallSecond)));
  }
  return figures;
}

/** All rates of a variant against one appliance of its own. */
async function runVariant(variant: Variant, rates: readonly number[], extent: Extent, floor: number): Promise<readonly Figure[]> {
  const site = await startLoadSite();
  const figures: Figure[] = [];
  try {
    for (const rate of rates) figures.push(...(await burst(site, variant, rate, extent, floor)));
  } finally {
    await site.end();
  }
  return figures;
}

async function burst(site: LoadSite, variant: Variant, rate: number, extent: Extent, floor: number): Promise<readonly Figure[]> {
  const { appliance } = site;
  const startsAtRest = await rested(appliance, restWithinMs);
  const disturbance = disturbanceOf(variant, extent);
  const { calls } = extent;
  const talkMs = (calls * 1000) / rate + extent.togetherMs + (variant.endsWith('away') ? extent.awayMs : 0);
  const target = { kind: 'recorder', address: '127.0.0.1', port: appliance.ports.sip, transport: 'udp' } as const;
  const plan: LoadPlan = {
    target,
    run: `${variant}-${rate}-${Date.now()}`,
    seed: rate,
    calls,
    perSecond: rate,
    keyAfterMs,
    talkMs,
  };
  const recorder = appliance.pidOf('recorder');
  const before = cpuSecondsOf(recorder);
  const machine = watchMachine();
  const load = placeLoad(plan);
  await disturb(site, disturbance, load);
  const result = await load;
  const busy = machine();
  const survived = appliance.pidOf('recorder') === recorder;
  const cpu = survived ? cpuSecondsOf(recorder) - before : Number.NaN;
  const memory = survived ? residentBytesOf(recorder) : Number.NaN;
  const verdicts = await judge(site, plan.seed, result.calls);
  const summary = summaryOf(result, verdicts);
  const callSeconds =
    result.calls.filter(({ status }) => status === 200).reduce((sum, call) => sum + call.endedAt - call.invitedAt, 0) / 1000;
  const perCall = cpu / callSeconds;
  const name = `burst ${variant}, ${calls} calls at ${rate}/s`;
  process.stdout.write(
    printed(name, summary, {
      cpu: `${(perCall * 100).toFixed(3)} % of a core a call, bare receiver ${(floor * 100).toFixed(3)} %, ratio ${(perCall / floor).toFixed(2)}`,
      recorder: `${survived ? 'the same process' : 'started again'}, ${(memory / 2 ** 20).toFixed(0)} MiB${startsAtRest ? '' : ', not at rest before'}`,
      machine: busy,
      counters: JSON.stringify(await countersOf(appliance)),
    }),
  );
  return [
    {
      name: `${name}: CPU a call (floor: bare receiver)`,
      ours: perCall * 100,
      floor: floor * 100,
      ratio: perCall / floor,
      unit: '% of a core',
    },
    { name: `${name}: held (of offered)`, ours: summary.held, floor: calls, ratio: summary.held / calls, unit: 'calls' },
    {
      name: `${name}: lost after grant (of sent)`,
      ours: summary.lostSeconds,
      floor: summary.sentSeconds,
      ratio: summary.lostSeconds / summary.sentSeconds,
      unit: 's',
    },
    {
      name: `${name}: calls of which something untrue is said (of held)`,
      ours: liesIn(verdicts),
      floor: summary.held,
      ratio: liesIn(verdicts) / summary.held,
      unit: 'calls',
    },
    {
      name: `${name}: answer p99 (median)`,
      ours: summary.answerP99Ms,
      floor: summary.answerP50Ms,
      ratio: summary.answerP99Ms / summary.answerP50Ms,
      unit: 'ms',
    },
  ];
}

/** Runs a disturbance beside a load, and ends it, whatever becomes of the load. */
async function disturb(site: LoadSite, disturbance: Disturbance | undefined, load: Promise<unknown>): Promise<void> {
  if (!disturbance) return;
  const over = load.catch(() => undefined);
  await pause(disturbance.afterMs);
  const end = await disturbance.begin(site);
  await (disturbance.forMs === undefined ? over : Promise.race([pause(disturbance.forMs), over]));
  await end();
}

function spin(): () => Promise<void> {
  const stop = startSpinners(spinners);
  return () => {
    stop();
    return Promise.resolve();
  };
}

function disturbanceOf(variant: Variant, { calls, disturbedRate, awayMs }: Extent): Disturbance | undefined {
  // Some calls have their grant by then, some wait for it, and the others are still to come.
  const midLoad = headStartMs + (calls * 500) / disturbedRate + keyAfterMs / 2;
  if (variant === 'plain') return undefined;
  if (variant === 'spinning') return { begin: () => Promise.resolve(spin()), afterMs: 0 };
  const instances = variant === 'main-away' ? (['main'] as const) : (['main', 'keyring'] as const);
  return {
    begin: async ({ appliance }) => {
      const releases = await Promise.all(instances.map((instance) => holdDown(appliance, instance)));
      return async () => {
        await Promise.all(releases.map((release) => release()));
      };
    },
    afterMs: midLoad,
    forMs: awayMs,
  };
}
