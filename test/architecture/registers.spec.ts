import { readFileSync } from 'node:fs';
import path from 'node:path';
import { obligations } from '@voxkeep/configuration';
import { parse } from 'yaml';
import texts from '../../apps/web/src/i18n/en/registers.json';

const promises = parse(readFileSync(path.resolve(__dirname, '../../docs/promises.yaml'), 'utf8')) as Readonly<
  Record<string, { readonly kind: string }>
>;

describe('the compliance register', () => {
  it('has an item for every promise of kind P and C', () => {
    const answered = new Set(obligations.flatMap((one) => one.promises));
    const asked = Object.entries(promises).flatMap(([number, { kind }]) => (/[PC]/.test(kind) ? [number] : []));
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter((number) => !answered.has(number))).toEqual([]);
  });

  it('says of every item what it is, or why it is not offered', () => {
    expect(Object.keys(texts.items).sort()).toEqual(obligations.map(({ id }) => id).sort());
  });
});
