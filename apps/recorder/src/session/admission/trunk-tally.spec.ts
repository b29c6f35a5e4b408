import type { TrunkCount } from '@voxkeep/operative';
import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { TrunkTally } from './trunk-tally.js';

describe('what trunks did', () => {
  const at = Date.UTC(2026, 10, 21);
  let told: (readonly TrunkCount[])[];
  let away: boolean;
  let fiveSecondsPass: () => void;
  let stopped: boolean;
  const tally = () => {
    [told, away, stopped] = [[], false, false];
    const tell = (counted: readonly TrunkCount[]) => {
      if (away) return Promise.reject(new Error('away'));
      told.push(counted);
      return Promise.resolve();
    };
    const every = (_ms: number, run: () => void) => {
      fiveSecondsPass = run;
      return () => (stopped = true);
    };
    return new TrunkTally({ tell }, { every }, () => at);
  };

  it('is counted by trunk, codec and reason, and told together', async () => {
    const counted = tally();
    counted.refused('t1', 'G729', 'codec-not-storable');
    counted.refused('t1', 'G729', 'codec-not-storable');
    counted.refused('t2', 'PCMA', 'protocol-unsupported');
    fiveSecondsPass();
    await counted.tell();
    expect(told).toEqual([
      [
        { trunkId: 't1', codec: 'G729', reason: 'codec-not-storable', times: 2 },
        { trunkId: 't2', codec: 'PCMA', reason: 'protocol-unsupported', times: 1 },
      ],
    ]);
  });

  it('is counted by trunk and notice, as often as it was noticed', async () => {
    const counted = tally();
    counted.noticed('t1', 'not-marked');
    counted.noticed('t1', 'foreign-packets', 40);
    counted.noticed('t1', 'foreign-packets', 2);
    await counted.tell();
    expect(told).toEqual([
      [
        { trunkId: 't1', notice: 'not-marked', times: 1 },
        { trunkId: 't1', notice: 'foreign-packets', times: 42 },
      ],
    ]);
  });

  it('is told later, and once, when it could not be told', async () => {
    const log = keptLog();
    const counted = tally();
    counted.refused('t1', 'G729', 'codec-not-storable');
    away = true;
    await counted.tell();
    counted.refused('t1', 'G729', 'codec-not-storable');
    away = false;
    await counted.close();
    diagnostics.replace(undefined);
    expect([told, stopped]).toEqual([[[{ trunkId: 't1', codec: 'G729', reason: 'codec-not-storable', times: 2 }]], true]);
    expect(log[0]).toContain('trunk.counts-untold');
  });

  it('does not fill the memory', async () => {
    const counted = tally();
    for (let trunk = 0; trunk < 5000; trunk += 1) counted.refused(`t${trunk}`, 'G729', 'codec-not-storable');
    await counted.tell();
    expect(told[0]).toHaveLength(1000);
  });
});
