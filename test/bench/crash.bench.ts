import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import { TestAppliance } from '../support/appliance.js';
import { canLoseUnsynced, LosableDisk } from '../support/losable-disk.js';
import { askOptions } from '../support/sip-probe.js';
import { furnish } from '../support/site.js';
import { judge, type JudgedPlace, type Verdict } from './load/judge.js';
import { startLoadSite } from './load/load-site.js';
import { headStartMs, placeLoad } from './load/place-load.js';
import type { CallRecord, LoadPlan } from './load/plan.js';
import { quantile } from './load/summary.js';

interface Figure {
  readonly name: string;
  readonly ours: number;
  readonly floor: number;
  readonly ratio: number;
  readonly unit: string;
}

type Mode = 'kill' | 'power-cut';

const usualSeeds = 20;
const callsEach = 4;
const keyAfterMs = 400;
const talkMs = 6000;
/** Seconds of audio that may be lost: median and most. */
const promised: Readonly<Record<Mode, readonly [number, number]>> = { kill: [0.3, 1], 'power-cut': [1, 2] };
/** Seconds until SIP is answered again. */
const promisedBack = 10;

/**
 * B15: audio that is lost when the recorder is killed by force in mid-call, and when power is cut and everything unsynced is gone.
 * Words choose: `kill`, `power-cut`, and a number of seeds, as in `npm run bench -- crash:kill,5`.
 */
export async function run(words: readonly string[] = []): Promise<readonly Figure[]> {
  const seeds = words.map(Number).find((count) => count > 0) ?? usualSeeds;
  const chosen = (['kill', 'power-cut'] as const).filter((mode) => words.includes(mode));
  const modes = chosen.length > 0 ? chosen : (['kill', 'power-cut'] as const);
  const figures: Figure[] = [];
  for (const mode of modes) {
    if (mode === 'power-cut' && !canLoseUnsynced()) {
      process.stdout.write('B15 power cut is not measured: it takes root, loop devices, ext4 and perl.\n');
      continue;
    }
    if (mode === 'power-cut') figures.push(...figuresOf(mode, await powerless(seeds)));
    else {
      const { verdicts, backAfterMs } = await killed(seeds);
      figures.push(...figuresOf(mode, verdicts), backFigure(backAfterMs));
    }
  }
  return figures;
}

/** The recorder alone is killed; everything that it had written is there. With it, how long SIP stayed without an answer of 200. */
async function killed(seeds: number): Promise<{ verdicts: readonly Verdict[]; backAfterMs: readonly number[] }> {
  const loaded = await startLoadSite();
  const { appliance } = loaded;
  const verdicts: Verdict[] = [];
  const backAfterMs: number[] = [];
  try {
    for (let seed = 1; seed <= seeds; seed += 1) {
      const load = placeLoad(planOf('kill', appliance, seed));
      await pause(headStartMs + momentOf(seed));
      const killedAt = Date.now();
      const again = appliance.killAndAwait('recorder');
      while ((await askOptions(appliance.ports.sip)) !== 200) await pause(50);
      backAfterMs.push(Date.now() - killedAt);
      await again;
      verdicts.push(...(await judged('kill', loaded, seed, (await load).calls, killedAt)));
    }
  } finally {
    await loaded.end();
  }
  return { verdicts, backAfterMs };
}

/** Everything ends at once, and what was not synced is gone: of the journal, the vault and both databases. */
async function powerless(seeds: number): Promise<readonly Verdict[]> {
  const disk = new LosableDisk();
  const data = join(disk.directory, 'data');
  let appliance = await TestAppliance.start({ data });
  const site = await furnish(appliance);
  const verdicts: Verdict[] = [];
  try {
    for (let seed = 1; seed <= seeds; seed += 1) {
      const load = placeLoad(planOf('power-cut', appliance, seed));
      await pause(headStartMs + momentOf(seed));
      const pids = appliance.everyPid();
      disk.cutPower();
      const cutAt = Date.now();
      await appliance.killEverything(pids);
      await disk.comeBack();
      appliance = await TestAppliance.start({ data, ports: appliance.ports });
      verdicts.push(...(await judged('power-cut', { appliance, site }, seed, (await load).calls, cutAt)));
    }
  } finally {
    site.close();
    await appliance.stop();
    await disk.remove();
  }
  return verdicts;
}

function planOf(mode: Mode, { ports }: TestAppliance, seed: number): LoadPlan {
  const target = { kind: 'recorder', address: '127.0.0.1', port: ports.sip, transport: 'udp' } as const;
  return { target, run: `${mode}-${seed}-${Date.now()}`, seed, calls: callsEach, perSecond: 10, keyAfterMs, talkMs };
}

/** Milliseconds between the first INVITE and the end, 2.5 to 5 s. */
const momentOf = (seed: number): number => 2500 + ((Math.imul(seed, 0x9e3779b1) >>> 0) % 2500);

async function judged(
  mode: Mode,
  place: JudgedPlace,
  seed: number,
  calls: readonly CallRecord[],
  endedAt: number,
): Promise<readonly Verdict[]> {
  const sent = calls.map((call) => ({ ...call, slots: call.slots.map((at) => (at > endedAt ? Number.NaN : at)) }));
  const verdicts = await judge(place, seed, sent);
  const lost = verdicts.flatMap(({ lostByChannel }) => lostByChannel);
  const outcomes = verdicts.map(({ outcome, cause, lies, beforeMs, strangeMs }) => {
    const odd = lies.length > 0 ? `before ${beforeMs} ms, strange ${strangeMs} ms` : null;
    return [outcome ?? 'none', cause, ...lies, odd].filter(Boolean).join('/');
  });
  process.stdout.write(`${mode} ${seed}: lost ${lost.join(', ')} ms; ${outcomes.join(', ')}\n`);
  return verdicts;
}

function figuresOf(mode: Mode, verdicts: readonly Verdict[]): readonly Figure[] {
  const lost = verdicts.flatMap(({ lostByChannel }) => lostByChannel).map((ms) => ms / 1000);
  const [median, most] = promised[mode];
  const name = `B15 audio lost, ${mode === 'kill' ? 'kill -9' : 'power cut'}, ${lost.length} channels`;
  const figure = (what: string, ours: number, floor: number): Figure => ({
    name: `${name}: ${what} (promise)`,
    ours,
    floor,
    ratio: ours / floor,
    unit: 's',
  });
  return [figure('median', quantile(lost, 0.5), median), figure('most', Math.max(...lost), most)];
}

function backFigure(backAfterMs: readonly number[]): Figure {
  const ours = Math.max(...backAfterMs) / 1000;
  const name = `SIP answered again after kill -9, ${backAfterMs.length} times: most (promise)`;
  return { name, ours, floor: promisedBack, ratio: ours / promisedBack, unit: 's' };
}
