import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync, copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const cruiser = path.join(root, 'node_modules/.bin/depcruise');

interface Planted {
  readonly rule: string;
  readonly at: string;
  readonly line: string;
}

/** One violation per rule, planted in a copy of the tree's skeleton. */
const planted: readonly Planted[] = [
  { rule: 'apps-are-strangers', at: 'apps/recorder/src/x.ts', line: "import { y } from '../../operations/src/y.js';" },
  {
    rule: 'libs-never-import-apps',
    at: 'libs/platform/src/x.ts',
    line: "import { y } from '../../../apps/operations/src/y.js';",
  },
  { rule: 'databases-are-strangers', at: 'libs/operative/src/x.ts', line: "import { y } from '@voxkeep/directory';" },
  { rule: 'front-door-only', at: 'apps/recorder/src/x.ts', line: "import { y } from '../../../libs/operative/src/inner/y.js';" },
  { rule: 'fixtures-are-for-tests', at: 'apps/recorder/src/x.ts', line: "import { y } from './y.fixture.js';" },
  { rule: 'contracts-know-zod-only', at: 'libs/contracts/src/x.ts', line: "import { y } from '@voxkeep/access';" },
  { rule: 'pure-libs-import-pure-libs', at: 'libs/consent/src/x.ts', line: "import { y } from '@voxkeep/platform';" },
  { rule: 'pure-core-stays-pure', at: 'libs/recording/src/x.ts', line: "import { Client } from 'pg';" },
  { rule: 'pure-core-no-io', at: 'libs/consent/src/x.ts', line: "import { readFileSync } from 'node:fs';" },
  { rule: 'platform-knows-no-domain', at: 'libs/platform/src/x.ts', line: "import { y } from '@voxkeep/directory';" },
  { rule: 'typeorm-only-in-databases', at: 'apps/operations/src/x.ts', line: "import { Client } from 'pg';" },
  { rule: 'migrations-are-frozen', at: 'db/operative/migrations/x.ts', line: "import { y } from '@voxkeep/operative';" },
  { rule: 'web-knows-contracts-only', at: 'apps/web/src/x.ts', line: "import { y } from '@voxkeep/access';" },
  { rule: 'one-logger', at: 'apps/worker/src/x.ts', line: "import pino from 'pino';" },
  { rule: 'one-queue', at: 'apps/operations/src/x.ts', line: "import { Queue } from 'bullmq';" },
  { rule: 'sip-only-in-recorder-and-telephony', at: 'apps/operations/src/x.ts', line: "import * as law from 'alawmulaw';" },
  { rule: 'no-circular', at: 'libs/audit/src/x.ts', line: "import { y } from './x2.js';" },
];
const targets = [
  'apps/recorder/src/y.fixture.ts',
  'apps/operations/src/y.ts',
  'libs/operative/src/inner/y.ts',
  ...['directory', 'operative', 'access', 'platform'].map((lib) => `libs/${lib}/src/index.ts`),
];

let tree: string;

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
  writeFileSync(path.join(tree, file), text);
}

describe('the import rules', () => {
  beforeEach(() => {
    tree = mkdtempSync(path.join(tmpdir(), 'voxkeep-rules-'));
    symlinkSync(path.join(root, 'node_modules'), path.join(tree, 'node_modules'));
    for (const file of ['tsconfig.json', '.dependency-cruiser.cjs']) copyFileSync(path.join(root, file), path.join(tree, file));
    for (const file of targets) write(file, 'export const y = 1;\n');
    write('libs/audit/src/x2.ts', "import { x } from './x.js';\nexport const y = x;\n");
  });
  afterEach(() => {
    rmSync(tree, { recursive: true, force: true });
  });

  it.each(planted)('$rule fails on a planted violation', ({ rule, at, line }) => {
    const name = /\{ (\w+) \}/.exec(line)?.[1] ?? /import (?:\* as )?(\w+)/.exec(line)?.[1] ?? 'y';
    write(at, `${line}\nexport const x: unknown = ${name};\n`);
    const found = spawnSync(cruiser, ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', at], {
      cwd: tree,
      encoding: 'utf8',
    });
    expect(found.stdout).toContain(`error ${rule}:`);
    expect(found.status).not.toBe(0);
  });

  it('hold in this repository', () => {
    const found = execFileSync(cruiser, ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'apps', 'libs', 'db'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const { summary } = JSON.parse(found) as { summary: { violations: { from: string; to: string; rule: { name: string } }[] } };
    expect(summary.violations.map((v) => `${v.rule.name}: ${v.from} → ${v.to}`)).toEqual([]);
  });
});
