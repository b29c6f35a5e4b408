import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { TestAppliance } from '../support/appliance';
import { closedClone, postgresElsewhere } from '../support/closed-clone.js';
import { describeInFull } from '../support/full-run.js';
import { remember } from '../support/leftovers.js';
import { until } from '../support/until';

const root = resolve(__dirname, '../..');
const passphrase = 'quiet harbour lantern 7';
const environment = { VOXKEEP_KEYRING_PROVIDER: 'passphrase' };
const isRoot = process.getuid?.() === 0;

/** Root's is below a folder that only root may enter, as root's home is, with everything made under the umask 077. */
function start(): Promise<TestAppliance> {
  if (!isRoot) return TestAppliance.start({ environment });
  const owner = { uid: 0, gid: 0 };
  const clone = closedClone(owner, '077');
  return TestAppliance.start({ environment, data: join(clone, 'var'), clone: { root: clone, umask: '077', ...owner } });
}

/** A `voxkeep` command at this appliance, with lines on its input as a pipe gives them. */
async function voxkeep(data: string, words: readonly string[], ...lines: readonly string[]) {
  const program = spawn(
    join(root, 'node_modules/.bin/node'),
    [join(root, 'apps/appliance/bin/voxkeep.mjs'), ...words, '--data', data],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  const said: Buffer[] = [];
  for (const stream of [program.stdout, program.stderr]) stream.on('data', (part: Buffer) => said.push(part));
  program.stdin.end(lines.map((line) => `${line}\n`).join(''));
  const code = await new Promise<number | null>((ended) => program.once('close', ended));
  return { code, said: Buffer.concat(said).toString() };
}

describe('a sealed start', () => {
  let appliance: TestAppliance;

  beforeAll(async () => {
    appliance = await start();
    for (const folder of postgresElsewhere(appliance))
      remember(() => {
        rmSync(folder, { recursive: true, force: true });
      });
  });
  afterAll(() => appliance.end());

  const ready = (of: TestAppliance): Promise<boolean> =>
    until('the appliance is ready', () => of.said.some((line) => line.startsWith('Voxkeep is ready')));
  const signIn = (of: TestAppliance, password: string) =>
    of.newClient().post('configurator/sign-in', { login: 'admin', password });

  it('is up, but sealed, and says what to do', () => {
    expect(appliance.said.some((line) => line.startsWith('Voxkeep is up, but sealed'))).toBe(true);
    expect(appliance.said.join('\n')).toContain('voxkeep unseal');
    expect(readdirSync(join(appliance.data, 'keys'))).not.toContain('root.key');
  });

  (isRoot ? it : it.skip)('keeps PostgreSQL’s files where its account may enter, when only root may enter the clone', () => {
    expect(postgresElsewhere(appliance)).toHaveLength(1);
  });

  it('answers health by the part that is not ready, and nothing personal', async () => {
    const health = await appliance.askProgram('data-protection', '/health/ready');
    expect(health).toMatchObject({ status: 503 });
    expect(JSON.stringify(health.body)).toContain('"name":"keyring","ready":false');
  });

  it('refuses a weak first passphrase in a sentence', async () => {
    const { code, said } = await voxkeep(appliance.data, ['unseal'], 'short', 'short');
    expect([code, said]).toEqual([1, expect.stringContaining('at least 15 characters')]);
  });

  it('is unsealed by its first passphrase without a restart, and then makes the first administrator', async () => {
    const before = appliance.pidOf('operations');
    const { code, said } = await voxkeep(appliance.data, ['unseal'], passphrase, passphrase);
    expect([code, said]).toEqual([0, expect.stringContaining('A root key was set up')]);
    await ready(appliance);
    expect(appliance.pidOf('operations')).toBe(before);
    expect((await signIn(appliance, appliance.oneTimePasswordOf('admin'))).status).toBe(200);
    expect(readFileSync(join(appliance.data, 'keys', 'root.key.passphrase'), 'utf8')).not.toContain(passphrase);
  });

  describeInFull('of the second time', () => {
    beforeAll(async () => {
      const { data, ports } = appliance;
      await appliance.stop();
      appliance = await TestAppliance.start({ environment, data, ports });
    });

    it('stays sealed by a wrong passphrase, counts it and says when the next is taken', async () => {
      const { code, said } = await voxkeep(appliance.data, ['unseal'], 'not the right words');
      expect([code, said]).toEqual([1, expect.stringMatching(/stays sealed; wrong tries so far: 1\. The next is taken in \d s/)]);
      await until('the pause is over', async () => (await voxkeep(appliance.data, ['unseal'], passphrase)).code === 0);
      await ready(appliance);
    });

    it('takes another passphrase in the place of the first', async () => {
      const next = 'seven tired otters 41';
      const { code, said } = await voxkeep(appliance.data, ['keys', 'change-passphrase'], passphrase, next, next);
      expect([code, said]).toEqual([0, expect.stringContaining('Changed.')]);
    });
  });
});
