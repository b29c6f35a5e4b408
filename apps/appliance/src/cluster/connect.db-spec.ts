import { asAdministrator, emptyDatabase } from '../../../../test/support/database.js';
import { until } from '../../../../test/support/until.js';
import { connected } from '../../../../db/cluster/connect.js';

describe('a connection of the appliance', () => {
  it('that is ended while nothing is asked tells so by the next statement, and ends no process', async () => {
    const empty = await emptyDatabase();
    const work = connected(empty.url, async (database) => {
      const [own] = await database.rows<{ pid: number }>('select pg_backend_pid() as pid');
      const there = `select from pg_stat_activity where pid = ${own!.pid}`;
      await asAdministrator((admin) => admin.query(`select pg_terminate_backend(${own!.pid})`));
      await until('the connection is gone', () => asAdministrator(async (admin) => (await admin.query(there)).rowCount === 0));
      await database.rows('select 1');
    });
    await expect(work).rejects.toThrow(/Connection|not queryable/);
    await empty.drop();
  });
});
