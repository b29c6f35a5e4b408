import { randomUUID } from 'node:crypto';
import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { until } from '../../../../test/support/until.js';
import { RecorderSite } from './recorder-site.fixture.js';
import { ScriptedClient } from './scripted-client.fixture.js';

describe('a no by keys in one of two calls of a customer', () => {
  let site: RecorderSite;
  let log: string[];
  let sessionId: string;
  const clients: ScriptedClient[] = [];

  beforeEach(async () => {
    log = keptLog(['3725550100', '5550100']);
    site = await RecorderSite.make();
    sessionId = randomUUID();
    await site.configure();
    await site.startRecorder();
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await site.recorder.stop();
    await site.close();
    diagnostics.replace(undefined);
    expect(log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });

  const call = async (): Promise<ScriptedClient> => {
    const client = new ScriptedClient(site.recorder.port!, sessionId);
    clients.push(client);
    await client.invite();
    return client;
  };
  /** The calls of one contact are kept in one recording, each call in segments of its own. */
  const untilSegments = (count: number) =>
    until(`${count} segments are begun`, async () => {
      const recordings = (await site.contactOf(sessionId))?.recordings ?? [];
      return recordings.flatMap(({ segments }) => segments).length === count;
    });

  it('takes the yes of both back', async () => {
    const first = await call();
    first.press('customer', '1');
    await first.speakUntil(untilSegments(2));
    const second = await call();
    await second.speakUntil(untilSegments(4));
    for (const key of ['*', '9']) second.press('customer', key);
    second.speakAtOnce(20);
    await until('nothing is left of either call', async () => (await site.vaultFiles()).length === 0);
    await second.bye();
    await first.bye();
    const { outcomes, recordings } = await site.closedContact(sessionId);
    expect(outcomes).toMatchObject([{ outcome: 'withdrawn' }]);
    expect(recordings).toMatchObject([{ state: 'removed' }]);
  });
});
