import { measureFloor } from './load/bare-floor.js';
import { judge } from './load/judge.js';
import { rested, startLoadSite } from './load/load-site.js';
import { watchMachine } from './load/machine.js';
import { placeLoad } from './load/place-load.js';
import type { LoadPlan } from './load/plan.js';
import { cpuSecondsOf, residentBytesOf } from './load/process-cpu.js';
import { liesIn, printed, summaryOf } from './load/summary.js';

interface Figure {
  readonly name: string;
  readonly ours: number;
  readonly floor: number;
  readonly ratio: number;
  readonly unit: string;
}

const perSecond = 5;
const keyAfterMs = 2000;
const usual = { calls: 100, talkMs: 60_000 };
const short = { calls: 30, talkMs: 15_000 };

/**
 * B1: calls of a minute, set up at 5 a second, two G.711 channels, consent given, sealed: CPU of the recorder beside that of a bare
 * receiver of the same packets. `short` for a quick look; a number is how many calls, as in `npm run bench -- recorder:200`.
 */
export async function run(words: readonly string[] = []): Promise<readonly Figure[]> {
  const { calls: asUsual, talkMs } = words.includes('short') ? short : usual;
  const calls = words.map(Number).find((count) => count > 0) ?? asUsual;
  const streams = { run: `b1-${Date.now()}`, seed: 1, calls, perSecond, keyAfterMs, talkMs };
  const floor = await measureFloor(streams);
  const site = await startLoadSite();
  try {
    await rested(site.appliance, 60_000);
    const recorder = site.appliance.pidOf('recorder');
    const before = cpuSecondsOf(recorder);
    const target = { kind: 'recorder', address: '127.0.0.1', port: site.appliance.ports.sip, transport: 'udp' } as const;
    const machine = watchMachine();
    const result = await placeLoad({ ...streams, target } satisfies LoadPlan);
    const cpu = cpuSecondsOf(recorder) - before;
    const busy = machine();
    const memory = residentBytesOf(recorder) / 2 ** 20;
    const verdicts = await judge(site, streams.seed, result.calls);
    const summary = summaryOf(result, verdicts);
    const perCall = cpu / ((summary.held * talkMs) / 1000);
    const ratio = perCall / floor.cpuPerCallSecond;
    process.stdout.write(
      printed(`B1, ${calls} calls of ${talkMs / 1000} s at ${perSecond}/s`, summary, {
        cpu: `${(perCall * 100).toFixed(3)} % of a core a call, bare receiver ${(floor.cpuPerCallSecond * 100).toFixed(3)} %, ratio ${ratio.toFixed(2)}`,
        'calls a core': (1 / perCall).toFixed(0),
        'bare receiver': `${floor.packetsCounted} of ${floor.packetsSent} packets counted, sender late p99 ${floor.sender.lateP99Ms} ms`,
        machine: busy,
        memory: `${memory.toFixed(0)} MiB`,
      }),
    );
    return [
      {
        name: 'B1 CPU a call (floor: bare receiver)',
        ours: perCall * 100,
        floor: floor.cpuPerCallSecond * 100,
        ratio,
        unit: '% of a core',
      },
      {
        name: 'B1 calls a core (floor: bare receiver)',
        ours: 1 / perCall,
        floor: 1 / floor.cpuPerCallSecond,
        ratio: 1 / ratio,
        unit: 'calls',
      },
      {
        name: 'B1 audio lost after grant (of sent)',
        ours: summary.lostSeconds,
        floor: summary.sentSeconds,
        ratio: summary.lostSeconds / summary.sentSeconds,
        unit: 's',
      },
      {
        name: 'B1 calls of which something untrue is said (of held)',
        ours: liesIn(verdicts),
        floor: summary.held,
        ratio: liesIn(verdicts) / summary.held,
        unit: 'calls',
      },
    ];
  } finally {
    await site.end();
  }
}
