import { randomUUID } from 'node:crypto';
import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { until } from '../../../../test/support/until.js';
import { RecorderSite } from './recorder-site.fixture.js';

describe('a call that the books refuse for good', () => {
  let site: RecorderSite;
  let log: string[];

  beforeEach(async () => {
    log = keptLog();
    site = await RecorderSite.make();
    await site.configure();
    await site.startRecorder();
  });
  afterEach(async () => {
    await site.close();
    diagnostics.replace(undefined);
  });

  const sql = (statement: string) => site.operative.database.rows(statement);
  const outcomes = () =>
    Object.fromEntries(
      Object.entries(site.recorder.counters).filter(([name, calls]) => name.startsWith('outcome.') && calls > 0),
    );
  const toldEnds = () => log.filter((line) => line.includes('"session.ended"')).length;

  it.each([
    ['when it begins', 'kept', '1', false],
    ['while it goes on', 'refused', '2', true],
  ])(
    '%s is counted and told with the outcome of its journal, and once only when they take it',
    async (_when, outcome, key, later) => {
      const sessionId = randomUUID();
      await sql('alter table contact add constraint refuses check (false) not valid');
      const over = site.call({ sessionId, digits: [{ key, on: 'customer', afterMs: 300 }] });
      if (later) await until('it is set aside', () => site.recorder.counters['callsSetAside'] === 1, 1);
      await over;
      await until('it has ended', () => site.recorder.counters['ended'] === 1, 5);
      await until('its outcome is counted', () => Object.keys(outcomes()).length > 0, 5);
      expect([outcomes(), site.recorder.counters['callsSetAside'], toldEnds()]).toEqual([{ [`outcome.${outcome}`]: 1 }, 1, 1]);
      await sql('alter table contact drop constraint refuses');
      await until('the books have it', () => site.recorder.counters['unboundCalls'] === 0);
      expect((await site.closedContact(sessionId)).outcomes).toMatchObject([{ outcome }]);
      expect([outcomes(), toldEnds()]).toEqual([{ [`outcome.${outcome}`]: 1 }, 1]);
    },
  );
});
