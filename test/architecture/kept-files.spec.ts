import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/** Calls that write a file that only its owner may read: a key, a secret, a state. */
const kept = /writeFileSync\((?:[^()]|\([^()]*\))*mode: 0o[46][04]0(?:[^()]|\([^()]*\))*\)/g;

describe('a file that is kept', () => {
  it('is on its disk before anybody relies on it, so that a loss of power leaves no empty key', () => {
    const files = globSync('{apps,libs}/*/src/**/*.ts', { cwd: root }).filter((file) => !/spec|fixture/.test(file));
    const calls = files.flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(kept)].map(([call]) => ({ file, call })),
    );
    expect(calls.length).toBeGreaterThan(8);
    expect(calls.filter(({ call }) => !call.includes('flush: true')).map(({ file }) => file)).toEqual([]);
  });
});
