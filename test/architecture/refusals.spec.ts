import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import refusals from '../../apps/web/src/i18n/en/refusals.json';

const sentences = refusals as Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;
const apis = ['configurator', 'data-protection', 'operations'].map((app) => path.join('apps', app, 'src'));

/** Codes that an API refuses with, where they stand as they are: `conflict('case.not-a-report')`. */
function codesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(spec|db-spec|fixture)\.ts$/.test(file))
    .flatMap((file) => [...readFileSync(path.join(folder, file), 'utf8').matchAll(/conflict\('([a-z0-9.-]+)'/g)])
    .map(([, code = '']) => code);
}

describe('the refusals of the APIs', () => {
  it('each have a sentence for whoever is refused', () => {
    const codes = [...new Set(apis.flatMap(codesBelow))].sort();
    expect(codes.length).toBeGreaterThan(15);
    const unsaid = codes.filter((code) => {
      const [group = '', ...rest] = code.split('.');
      return sentences[group]?.[rest.join('.')] === undefined;
    });
    expect(unsaid).toEqual([]);
  });
});
