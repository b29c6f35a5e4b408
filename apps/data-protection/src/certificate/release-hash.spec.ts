import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { releaseHash } from './release-hash';

describe('the hash of a release', () => {
  let root: string;
  const write = (name: string, text: string) => {
    writeFileSync(join(root, name), text);
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'vk-release-'));
    mkdirSync(join(root, 'dist', 'apps', 'one'), { recursive: true });
    write('package.json', JSON.stringify({ name: 'voxkeep', version: '1.0.0' }));
    write('package-lock.json', '{}');
    write('dist/apps/one/main.js', 'one');
    write('dist/other.js', 'other');
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  const hash = () => releaseHash(join(root, 'dist/apps/one/main.js'));

  it('is the same as long as no file changes', async () => {
    expect(await hash()).toBe(await hash());
  });

  it.each([
    ['dist/other.js', 'changed'],
    ['dist/added.js', 'added'],
    ['package-lock.json', '{"another":1}'],
    ['package.json', JSON.stringify({ name: 'voxkeep', version: '1.0.1' })],
  ])('is another one when %s changes', async (name, text) => {
    const before = await hash();
    write(name, text);
    expect(await hash()).not.toBe(before);
  });

  it('of a program outside of any release is that of the program', async () => {
    write('package.json', JSON.stringify({ name: 'somebody-else' }));
    const before = await hash();
    write('dist/other.js', 'changed');
    expect(await hash()).toBe(before);
  });
});
