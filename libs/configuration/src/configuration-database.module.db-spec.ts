import { Test } from '@nestjs/testing';
import { SESSION_SOURCE, forgetSettings } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.js';
import { AccessViews, Accounts, ConfigurationDatabaseModule, Roles } from './index.js';

describe('the module of the configuration database', () => {
  let fresh: FreshDatabase;
  const before = process.env['VOXKEEP_DATABASE_CONFIGURATION'];
  beforeAll(async () => {
    fresh = await freshDatabase('configuration');
    process.env['VOXKEEP_DATABASE_CONFIGURATION'] = fresh.url;
    forgetSettings();
  });
  afterAll(async () => {
    if (before === undefined) delete process.env['VOXKEEP_DATABASE_CONFIGURATION'];
    else process.env['VOXKEEP_DATABASE_CONFIGURATION'] = before;
    forgetSettings();
    await fresh.drop();
  });

  it('starts on the live schema, gives out its keepers and is the session source, and stops', async () => {
    const module = await Test.createTestingModule({ imports: [ConfigurationDatabaseModule.forRoot()] }).compile();
    await module.init();
    await module.get(Roles).seed();
    expect(await module.get(Accounts).list()).toEqual([]);
    expect(module.get(SESSION_SOURCE)).toBe(module.get(AccessViews));
    await module.close();
  });
});
