import type { RefusedCalls } from '@voxkeep/operative';
import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { Refusals } from './refusals.js';

describe('refused codecs', () => {
  const at = Date.UTC(2026, 10, 21);
  let told: (readonly RefusedCalls[])[];
  let away: boolean;
  let fiveSecondsPass: () => void;
  let stopped: boolean;
  const refusals = () => {
    [told, away, stopped] = [[], false, false];
    const tell = (refused: readonly RefusedCalls[]) => {
      if (away) return Promise.reject(new Error('away'));
      told.push(refused);
      return Promise.resolve();
    };
    const every = (_ms: number, run: () => void) => {
      fiveSecondsPass = run;
      return () => (stopped = true);
    };
    return new Refusals({ tell }, { every }, () => at);
  };

  it('are counted by trunk, codec and reason, and told together', async () => {
    const counted = refusals();
    counted.note('t1', 'G729', 'codec-not-storable');
    counted.note('t1', 'G729', 'codec-not-storable');
    counted.note('t2', 'PCMA', 'protocol-unsupported');
    fiveSecondsPass();
    await counted.tell();
    expect(told).toEqual([
      [
        { trunkId: 't1', codec: 'G729', reason: 'codec-not-storable', calls: 2 },
        { trunkId: 't2', codec: 'PCMA', reason: 'protocol-unsupported', calls: 1 },
      ],
    ]);
  });

  it('are told later, and once, when they could not be told', async () => {
    const log = keptLog();
    const counted = refusals();
    counted.note('t1', 'G729', 'codec-not-storable');
    away = true;
    await counted.tell();
    counted.note('t1', 'G729', 'codec-not-storable');
    away = false;
    await counted.close();
    diagnostics.replace(undefined);
    expect([told, stopped]).toEqual([[[{ trunkId: 't1', codec: 'G729', reason: 'codec-not-storable', calls: 2 }]], true]);
    expect(log[0]).toContain('trunk.refusals-untold');
  });

  it('do not fill the memory', async () => {
    const counted = refusals();
    for (let trunk = 0; trunk < 5000; trunk += 1) counted.note(`t${trunk}`, 'G729', 'codec-not-storable');
    await counted.tell();
    expect(told[0]).toHaveLength(1000);
  });
});
