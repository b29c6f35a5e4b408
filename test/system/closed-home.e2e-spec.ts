import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { TestAppliance } from '../support/appliance.js';
import { closedClone, ordinaryUser, postgresElsewhere, type Owner } from '../support/closed-clone.js';
import { itInFull } from '../support/full-run.js';
import { remember } from '../support/leftovers.js';

const root: Owner = { uid: 0, gid: 0 };

/**
 * How the copying stands under each umask is told by the unit tests of the binaries; that the product starts so as root, under the umask
 * 077, by the sealed start.
 */
(process.getuid?.() === 0 ? describe : describe.skip)('a clone below a folder that only its owner may enter', () => {
  const start = async (owner: Owner, umask: string) => {
    const clone = closedClone(owner, umask);
    const appliance = await TestAppliance.start({ data: join(clone, 'var'), clone: { root: clone, umask, ...owner } });
    const files = postgresElsewhere(appliance);
    for (const folder of files)
      remember(() => {
        rmSync(folder, { recursive: true, force: true });
      });
    return { appliance, files };
  };
  const refuses = async (appliance: TestAppliance) => {
    const client = appliance.newClient();
    const { status } = await client.post('configurator/sign-in', { login: 'nobody', password: 'of this name' });
    client.close();
    return status;
  };

  itInFull('starts as root again under the umask 027, with its programs copied anew', async () => {
    const { appliance, files } = await start(root, '077');
    expect([files.length, await refuses(appliance), await appliance.stop()]).toEqual([1, 401, 0]);
    const { data, ports } = appliance;
    rmSync(join(files[0]!, 'programs'), { recursive: true });
    const again = await TestAppliance.start({ data, ports, clone: { root: join(data, '..'), umask: '027', ...root } });
    expect([await refuses(again), await again.stop()]).toEqual([401, 0]);
  });

  itInFull('starts as an ordinary user, with everything made under the umask 077, and again under 022', async () => {
    const owner = ordinaryUser();
    const { appliance, files } = await start(owner, '077');
    expect([files, await refuses(appliance)]).toEqual([[], 401]);
    expect(await appliance.stop()).toBe(0);
    const { data, ports } = appliance;
    const again = await TestAppliance.start({ data, ports, clone: { root: join(data, '..'), umask: '022', ...owner } });
    expect([await refuses(again), await again.stop()]).toEqual([401, 0]);
  });
});
