import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findVault } from './find-vault.js';

describe('the vault at a start', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'voxkeep-find-vault-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });
  const places = () => ({
    ...{ vault: path.join(directory, 'vault'), vaultMark: path.join(directory, 'vault-mark') },
    witness: path.join(directory, 'witness'),
  });

  it('is refused for a mark that is damaged in words about that mark', async () => {
    const file = places().vaultMark;
    writeFileSync(file, '');
    await expect(findVault(places())).rejects.toMatchObject({ code: 'vault.mark-unreadable', data: { file } });
  });

  it('is refused in words about its folder where that cannot be made', async () => {
    writeFileSync(places().vault, '');
    await expect(findVault(places())).rejects.toMatchObject({ code: 'vault.not-writable', data: { code: 'EEXIST' } });
  });
});
