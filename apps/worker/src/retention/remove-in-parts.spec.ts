import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { removeInParts } from './remove-in-parts.js';

describe('the removal of a batch', () => {
  let log: string[];
  beforeEach(() => {
    log = keptLog();
  });
  afterEach(() => {
    diagnostics.replace(undefined);
  });

  it('leaves the one row that cannot go, tells of it, and removes all others', async () => {
    const remove = (rows: readonly number[]) => (rows.includes(5) ? Promise.reject(new Error('five')) : Promise.resolve(rows));
    const { done, failed } = await removeInParts('contact', [1, 2, 3, 4, 5, 6, 7], remove);
    expect([done.flat(), failed, log.length]).toEqual([[1, 2, 3, 4, 6, 7], 1, 1]);
  });

  it('is given up when a database is away', async () => {
    const away = Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
    await expect(removeInParts('contact', [1, 2], () => Promise.reject(away))).rejects.toBe(away);
    expect(log).toEqual([]);
  });
});
