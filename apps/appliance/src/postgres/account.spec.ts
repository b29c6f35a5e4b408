import { refusalOf } from '../refusal.fixture.js';
import { findAccount } from './account.js';

const root = 'root:x:0:0:root:/root:/bin/bash\n';
const nobody = 'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n';
const postgres = 'postgres:x:101:104::/var/lib/postgresql:/bin/bash\n';

describe('the account of the database', () => {
  it('stays when the appliance is not root', () => {
    expect(findAccount(root + postgres, 1000)).toBeUndefined();
  });

  it('is postgres where the machine has it', () => {
    expect(findAccount(root + nobody + postgres, 0)).toEqual({ name: 'postgres', uid: 101, gid: 104, dedicated: true });
  });

  it('is nobody otherwise', () => {
    expect(findAccount(root + nobody, 0)).toMatchObject({ name: 'nobody', dedicated: false });
  });

  it('is refused when there is neither', () => {
    expect(refusalOf(() => findAccount(root, 0)).code).toBe('postgres.no-account');
  });
});
