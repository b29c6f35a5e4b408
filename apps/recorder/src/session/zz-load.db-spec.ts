import { randomUUID } from 'node:crypto';
import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { testCallAudio } from '../test-call/test-audio.js';
import { RecorderSite } from './recorder-site.fixture.js';
jest.setTimeout(120_000);
it('load', async () => {
  const log = keptLog();
  const site = await RecorderSite.make();
  await site.configure();
  await site.startRecorder({ ownersAhead: 100, sip: { address: '127.0.0.1', port: 0, rtpLow: 50000, rtpHigh: 50999 } });
  const n = Number(process.env['N'] ?? 50);
  const ids = Array.from({ length: n }, () => randomUUID());
  const cpu = process.cpuUsage();
  const t = performance.now();
  const results = await Promise.all(
    ids.map((sessionId) => site.call({ sessionId, digits: [{ key: '1', on: 'customer', afterMs: 1000 }], durationMs: 6000 })),
  );
  process.stderr.write(JSON.stringify([results.map((r) => [r.outcome, r.status]), site.recorder.counters, [...new Set(log.map((l) => (JSON.parse(l) as {event: string}).event))], log.filter((l) => l.includes('failed')).slice(0, 3)]) + '\n');
  const used = process.cpuUsage(cpu);
  let exact = 0;
  const kinds: string[] = [];
  const audio = testCallAudio(3, 'customer', 'PCMA', 60_000);
  const outcomes: Record<string, number> = {};
  for (const [at, id] of ids.entries()) {
    const c = await site.closedContact(id);
    const o = c.outcomes[0]?.outcome ?? 'none';
    outcomes[o] = (outcomes[o] ?? 0) + 1;
    const kept = await site.octetsOf(c, 'customer');
    const stream = results[at]!.streams[0]!;
    const last = stream.packets.findLastIndex(({ kind }) => kind === 'digit');
    const sent = Buffer.concat(stream.packets.slice(last + 1).map((p) => { const o = (p.timestamp - stream.firstTimestamp) >>> 0; return audio.subarray(o, o + 160); }));
    if (sent.equals(kept)) exact += 1;
    else kinds.push(sent.subarray(0, kept.length).equals(kept) ? `prefix -${(sent.length - kept.length) / 160}` : sent.subarray(-kept.length).equals(kept) ? `suffix -${(sent.length - kept.length) / 160}` : `other ${sent.length} ${kept.length} ${kept.findIndex((v, i) => v !== sent[i])}`);
  }
  const events = log.map((l) => JSON.parse(l) as Record<string, unknown>);
  const pick = (name: string) =>
    events
      .filter((e) => e['event'] === name)
      .map((e) => Number(e['afterMs']))
      .sort((a, b) => a - b);
  const q = (v: number[]) => [v.length, v[0], v[v.length >> 1], v[Math.floor(v.length * 0.95)], v.at(-1)];
  process.stderr.write(
    JSON.stringify({
      ms: performance.now() - t,
      cpuMs: (used.user + used.system) / 1000,
      outcomes,
      exact,
      kinds,
      opened: q(pick('session.opened')),
      begun: q(pick('session.recording-begun')),
      counters: site.recorder.counters,
      other: [...new Set(events.map((e) => e['event']))],
    }) + '\n',
  );
  await site.recorder.stop();
  await site.close();
  diagnostics.replace(undefined);
});
