import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import audit from '../../apps/web/src/i18n/en/audit.json';

const sentences = audit.acts as Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;

/** Codes of acts that a program writes into the audit log, where they stand as they are. */
function actsBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/(spec|fixture)\.ts$/.test(file))
    .flatMap((file) => [...readFileSync(path.join(folder, file), 'utf8').matchAll(/\baction: '([a-z-]+\.[a-z-]+)'/g)])
    .map(([, code = '']) => code);
}

describe('the acts of the audit log', () => {
  it('each have a sentence for whoever reads the log', () => {
    const acts = [...new Set([...actsBelow('apps'), ...actsBelow('libs')])].sort();
    expect(acts.length).toBeGreaterThan(80);
    const unsaid = acts.filter((code) => {
      const [group = '', act = ''] = code.split('.');
      return sentences[group]?.[act] === undefined;
    });
    expect(unsaid).toEqual([]);
  });
});
