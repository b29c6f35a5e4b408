import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { markName } from '@voxkeep/platform';
import { beginNewVault } from './begin-vault.js';

const id = '3b2ad5af-bfb8-4b2c-900e-c71be5c8de69';

describe('a vault that an operator begins', () => {
  let directory: string;
  const at = (...names: string[]) => path.join(directory, ...names);
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'voxkeep-begin-vault-'));
    for (const name of ['vault', 'data']) mkdirSync(at(name));
    writeFileSync(at('data/vault-mark'), id);
    jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(directory, { recursive: true });
  });
  const begin = () => beginNewVault(['--vault', at('vault'), '--data', at('data')]);

  it('has the mark that the site remembers from then on, and leaves nothing else', async () => {
    expect(await begin()).toBe(0);
    expect(readFileSync(at('data/vault-mark'), 'utf8')).toBe(readFileSync(at('vault', markName), 'utf8'));
    expect([readdirSync(at('vault')), readdirSync(at('data'))]).toEqual([[markName], ['vault-mark']]);
  });

  it('is refused for a mark that is damaged in words about that mark', async () => {
    const file = at('vault', markName);
    writeFileSync(file, 'garbage');
    await expect(begin()).rejects.toMatchObject({ code: 'vault.mark-unreadable', data: { file } });
  });

  it('is not begun in half where the site cannot remember it', async () => {
    mkdirSync(at('data/vault-mark.new'));
    await expect(begin()).rejects.toMatchObject({ code: 'vault.not-remembered', data: { file: at('data/vault-mark') } });
    expect([existsSync(at('vault', markName)), readFileSync(at('data/vault-mark'), 'utf8')]).toEqual([false, id]);
  });

  it('is not begun by another account, whose marks the appliance could not read', async () => {
    jest.spyOn(process, 'getuid').mockReturnValue(54_321);
    await expect(begin()).rejects.toMatchObject({ code: 'directory.foreign' });
    expect(readdirSync(at('vault'))).toEqual([]);
  });
});
