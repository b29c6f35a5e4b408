import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { clientSocketPath } from '@voxkeep/keyring';
import { createApi, diagnostics, forgetSettings } from '@voxkeep/platform';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { keptLog } from '../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { RecorderModule } from './recorder.module.js';
import { RecorderSite } from './session/recorder-site.fixture.js';

describe('the recorder process', () => {
  let site: RecorderSite;
  let app: NestFastifyApplication;
  const before = { ...process.env };

  beforeAll(async () => {
    keptLog();
    site = await RecorderSite.make();
    await site.configure();
    Object.assign(process.env, {
      VOXKEEP_DATABASE_OPERATIVE: site.operative.url,
      VOXKEEP_DATABASE_CONFIGURATION: site.configuration.url,
      VOXKEEP_KEYRING_SOCKET: clientSocketPath(site.directory, 'recorder', false),
      VOXKEEP_VAULT: join(site.directory, 'vault'),
      VOXKEEP_VAULT_WATERMARK_BYTES: '0',
      VOXKEEP_JOURNAL: join(site.directory, 'journal'),
      VOXKEEP_SIP_PORT: `${await freePort()}`,
    });
    forgetSettings();
    app = await createApi(RecorderModule, { name: 'recorder' });
  });
  afterAll(async () => {
    await app.close();
    await site.close();
    process.env = before;
    forgetSettings();
    diagnostics.replace(undefined);
  });

  const ready = async () => {
    for (;;) {
      const answer = await app.inject('/health/ready');
      if (answer.statusCode === 200) return answer.json<{ parts: { name: string; ready: boolean }[] }>();
    }
  };

  it('says of each part whether it is ready', async () => {
    const { parts } = await ready();
    expect(parts.map(({ name }) => name).sort()).toEqual(['configuration', 'journal', 'keyring', 'operative', 'sip', 'vault']);
  });

  it('tells its counters as numbers', async () => {
    await ready();
    const counters = (await app.inject('/api/recorder/counters')).json<Record<string, number>>();
    expect(counters).toMatchObject({ opened: 0, liveSessions: 0, unknownSource: 0 });
    expect([0, 1]).toContain(counters['goesFirst']);
    expect(counters['ownersAhead']).toBeGreaterThan(0);
    expect(Object.values(counters).every((value) => typeof value === 'number')).toBe(true);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
