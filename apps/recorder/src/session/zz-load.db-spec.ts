import { randomUUID } from 'node:crypto';
import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { payloadOf } from '../test-call/place-test-call.js';
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
  const used = process.cpuUsage(cpu);
  let exact = 0;
  const outcomes: Record<string, number> = {};
  for (const [at, id] of ids.entries()) {
    const c = await site.closedContact(id);
    const o = c.outcomes[0]?.outcome ?? 'none';
    outcomes[o] = (outcomes[o] ?? 0) + 1;
    const kept = await site.octetsOf(c, 'customer');
    const stream = results[at]!.streams[0]!;
    const last = stream.packets.findLastIndex(({ kind }) => kind === 'digit');
    const sent = Buffer.concat(stream.packets.slice(last + 1).map((p) => payloadOf(stream, p)));
    if (sent.equals(kept)) exact += 1;
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
