import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

const root = path.resolve(__dirname, '../..');
const answers = ['built', 'needs-pbx', 'register', 'not-offered', 'later'];

interface Promised {
  readonly name: string;
  readonly kind: string;
  readonly built?: string;
}
const promises = parse(readFileSync(path.join(root, 'docs/promises.yaml'), 'utf8')) as Record<string, Promised>;
const numbers = Array.from({ length: 123 }, (_, index) => `R${String(index + 1)}`);

/** Every test source in the repository as one text: a title is looked up in it literally. */
function testSources(): string {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.spec.ts', '*.db-spec.ts', '*.e2e-spec.ts'], {
    cwd: root,
    encoding: 'utf8',
  });
  return files
    .split('\n')
    .filter(Boolean)
    .map((file) => readFileSync(path.join(root, file), 'utf8'))
    .join('\n');
}

describe('docs/promises.yaml', () => {
  it('answers every promise R1 to R123 and no other', () => {
    expect(Object.keys(promises)).toEqual(numbers);
  });

  it.each(numbers)('%s has exactly one answer of a known kind, and it says something', (number) => {
    const row = promises[number] as unknown as Record<string, string>;
    const given = Object.keys(row).filter((key) => answers.includes(key));
    expect(given).toHaveLength(1);
    expect((row[given[0] ?? ''] ?? '').length).toBeGreaterThan(3);
    expect(Object.keys(row).filter((key) => !['name', 'kind', ...answers].includes(key))).toEqual([]);
  });

  it('names a test that exists for every promise that it calls built', () => {
    const sources = testSources();
    const missing = Object.entries(promises).filter(([, row]) => row.built !== undefined && !sources.includes(row.built));
    expect(missing.map(([number, row]) => `${number}: ${row.built ?? ''}`)).toEqual([]);
  });
});
