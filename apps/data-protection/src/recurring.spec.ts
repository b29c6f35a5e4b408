import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../libs/platform/src/diagnostics/kept-log.fixture';
import { repeat } from './recurring';

describe('work that is done again and again', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    jest.useRealTimers();
    diagnostics.replace(undefined);
  });

  it('goes on after a failure, which is told by the name of the work', async () => {
    const log = keptLog();
    let turns = 0;
    const end = repeat('index-names', 1000, () => {
      turns += 1;
      return turns === 1 ? Promise.reject(new Error('gone')) : Promise.resolve();
    });
    await jest.advanceTimersByTimeAsync(2000);
    end();
    await jest.advanceTimersByTimeAsync(2000);
    expect(turns).toBe(2);
    expect(log).toHaveLength(1);
    expect(log[0]).toContain('index-names');
  });
});
