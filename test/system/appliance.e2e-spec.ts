import { createServer, type Server } from 'node:net';
import { TestAppliance } from '../support/appliance.js';
import { findFreePorts } from '../support/free-ports.js';
import { firstSignIn, signInAgain, type Person } from '../support/sign-in.js';

describe('an appliance', () => {
  let appliance: TestAppliance;
  let admin: Person;

  beforeAll(async () => {
    appliance = await TestAppliance.start();
    admin = await firstSignIn(appliance.newClient(), 'admin', appliance.oneTimePasswordOf('admin'));
  });
  afterAll(async () => {
    admin.client.close();
    await appliance.end();
  });

  it('says where it is when it is ready, and finds nothing wrong with itself', () => {
    expect(appliance.said).toContain(`Voxkeep is ready: ${appliance.address}/`);
    expect(appliance.said.filter((line) => /^(Self-check)/.test(line))).toEqual([]);
    expect(appliance.complained).toEqual([]);
  });

  it('lets nobody in whose one-time password was used', async () => {
    const stranger = appliance.newClient();
    const login = await stranger.post('configurator/sign-in', { login: 'admin', password: appliance.oneTimePasswordOf('admin') });
    stranger.close();
    expect([login.status, login.body['code']]).toEqual([401, 'sign-in.refused']);
  });

  it('tells everybody that health of the programs is not for the front door', async () => {
    expect((await admin.client.get('operations/health/ready')).status).toBe(404);
  });

  it('refuses a second appliance on the same data by one sentence that says what to do', async () => {
    const second = await TestAppliance.startToRefuse({ data: appliance.data });
    expect(second.code).toBe(78);
    expect(second.complained).toEqual([
      expect.stringMatching(
        /^Another appliance \(process \d+\) runs on this data directory\. Stop it, or give another one with "--data DIR"\.$/,
      ),
    ]);
  });

  it('says in one sentence who holds the port of the pages, and what to do', async () => {
    const { web, ...others } = await findFreePorts();
    const holder = await holding(web);
    const refused = await TestAppliance.startToRefuse({ ports: { web, ...others } });
    await new Promise((closed) => holder.close(closed));
    expect(refused.code).toBe(78);
    expect(refused.complained).toEqual([
      `Port ${web} is in use by process ${process.pid} (node). Stop it, or choose another with "--port N".`,
    ]);
  });

  it('says in one sentence who holds the SIP port, and which setting to change', async () => {
    const { sip, ...others } = await findFreePorts();
    const holder = await holding(sip);
    const refused = await TestAppliance.startToRefuse({ ports: { sip, ...others } });
    await new Promise((closed) => holder.close(closed));
    expect(refused.complained).toEqual([
      `Port ${sip} is in use by process ${process.pid} (node). Stop it, or choose another with "--sip-port N".`,
    ]);
  });

  // That it stands again after a clean stop, every file sees that starts on the furnished site.
  it('stands again with its data after all of its processes were killed by force', async () => {
    const made = await admin.client.demand<{ id: string }>('POST', 'configurator/consent-policies', {
      name: 'Kept over a restart',
      wordingVersion: 'en-1',
    });
    const { data, ports } = appliance;
    await appliance.killEverything();
    appliance = await TestAppliance.start({ data, ports });
    expect(appliance.said.filter((line) => /^Self-check|one-time password/.test(line))).toEqual([]);
    const again = appliance.newClient();
    await signInAgain(again, admin);
    const { body } = await again.get('configurator/consent-policies');
    again.close();
    expect(body).toEqual([expect.objectContaining({ id: made.id, name: 'Kept over a restart' })]);
  });

  it('stops cleanly, and says so', async () => {
    expect([await appliance.stop(), appliance.said.at(-1)]).toEqual([0, 'Stopped.']);
  });
});

function holding(port: number): Promise<Server> {
  return new Promise((held) => {
    const server = createServer();
    server.listen(port, '127.0.0.1', () => {
      held(server);
    });
  });
}
