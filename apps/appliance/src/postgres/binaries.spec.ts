import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makePassable } from '../layout.js';
import { refusalOf } from '../refusal.fixture.js';
import { sentenceFor } from '../sentences.js';
import { findAccount, type Account } from './account.js';
import { prepareBinaries } from './binaries.js';

const umasks = [0o077, 0o027, 0o022].map((mask) => [mask.toString(8).padStart(3, '0'), mask] as const);

/** Only root can hand a program to another account. */
(process.getuid?.() === 0 ? describe : describe.skip)('the programs of PostgreSQL for its own account', () => {
  const account = findAccount() as Account;
  let umask: number;
  let place: string;
  let home: string;

  beforeEach(() => {
    umask = process.umask(0o022);
    place = mkdtempSync(path.join(tmpdir(), 'vk-binaries-'));
    chmodSync(place, 0o755);
    home = path.join(place, 'home');
    mkdirSync(home);
    chmodSync(home, 0o711);
  });
  afterEach(() => {
    process.umask(umask);
    rmSync(place, { recursive: true, force: true });
  });

  /** What the npm package holds, as an installation under a umask leaves it: here below a folder that is closed, as root's home is. */
  const installed = (under: number, says = 'echo "postgres (PostgreSQL) 18.4"'): string => {
    process.umask(under);
    const native = path.join(place, 'closed', 'package', 'native');
    for (const folder of ['bin', 'lib', path.join('share', 'zone')])
      mkdirSync(path.join(native, folder), { recursive: true, mode: 0o777 & ~under });
    chmodSync(path.join(place, 'closed'), 0o700);
    writeFileSync(path.join(native, '..', 'package.json'), '{ "version": "18.4.0" }');
    // As the real one does, it reads a library and the files of its share before it answers.
    const program = `#!/bin/sh\ncd "$(dirname "$0")/.." && cat lib/libpq.so share/zone/utc > /dev/null && ${says}\n`;
    writeFileSync(path.join(native, 'bin', 'postgres'), program, { mode: 0o777 });
    for (const file of ['lib/libpq.so', 'share/zone/utc']) writeFileSync(path.join(native, file), 'x');
    return native;
  };
  const copied = path.join('programs', 'bin');

  it.each(umasks)('run from a copy when they lie below a closed folder, made under the umask %s', (_name, under) => {
    expect(prepareBinaries(installed(under), home, account)).toEqual({ directory: path.join(home, copied), major: 18 });
  });

  it('are open to read and not to write in the copy', () => {
    prepareBinaries(installed(0o077), home, account);
    const modeOf = (...parts: string[]) => statSync(path.join(home, 'programs', ...parts)).mode & 0o777;
    expect([modeOf(), modeOf('bin', 'postgres'), modeOf('share', 'zone'), modeOf('lib', 'libpq.so')]).toEqual([
      0o755, 0o755, 0o755, 0o644,
    ]);
  });

  it('are copied anew where a release before has left a copy that its account cannot enter', () => {
    const native = installed(0o077);
    prepareBinaries(native, home, account);
    chmodSync(path.join(home, 'programs'), 0o700);
    expect(prepareBinaries(native, home, account)).toMatchObject({ major: 18 });
  });

  it('are refused with the folder that is closed, where not even the copy can be reached', () => {
    chmodSync(home, 0o700);
    const refusal = refusalOf(() => prepareBinaries(installed(0o022), home, account));
    expect(refusal).toMatchObject({ code: 'postgres.out-of-reach', data: { account: account.name, directory: home } });
    expect(sentenceFor(refusal)).toContain(`may not enter ${home}. Let it pass with "chmod o+x ${home}"`);
  });

  it.each([
    ['postgres.no-library', `echo "error while loading shared libraries: libicu.so: cannot open" >&2; exit 127`, 'libicu.so'],
    ['postgres.does-not-run', 'exit 3', '(3)'],
  ])('are refused by %s when they do not run, with what is missing', (code, says, told) => {
    const refusal = refusalOf(() => prepareBinaries(installed(0o022, says), home, account));
    expect([refusal.code, sentenceFor(refusal)]).toEqual([code, expect.stringContaining(told)]);
  });

  it('are said to be missing only when they are', () => {
    const refusal = refusalOf(() => prepareBinaries(path.join(place, 'nothing'), home, account));
    expect(sentenceFor(refusal)).toContain('missing from node_modules. Delete node_modules');
  });

  it.each(umasks)('can be reached through every folder that is made for them under the umask %s', (_name, under) => {
    process.umask(under);
    makePassable(path.join(place, 'srv', 'deep', 'data'));
    const modes = [['srv'], ['srv', 'deep'], ['srv', 'deep', 'data']].map((at) => statSync(path.join(place, ...at)).mode & 0o777);
    expect(modes).toEqual([0o711, 0o711, 0o711]);
  });
});
