import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import * as ts from 'typescript';

type Texts = Readonly<Record<string, unknown>>;
/** Areas of one language by name (`common`, `contacts` …). */
type Language = Readonly<Record<string, Texts>>;
/** A text asked for by a page; `prefix` when the key ends in a value that is known at run time only. */
interface UsedKey {
  readonly area: string;
  readonly key: string;
  readonly prefix: boolean;
}

const plural = /_(zero|one|two|few|many|other)$/;

/** Every file below a folder with one of the endings, tests left out. */
function filesBelow(folder: string, endings: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => endings.some((ending) => file.endsWith(ending)) && !/\.(spec|db-spec)\.ts$/.test(file))
    .map((file) => path.join(folder, file));
}

/** The areas of a language folder. */
function readLanguage(folder: string): Language {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return Object.fromEntries(
    files.map((file) => [path.basename(file, '.json'), JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Texts]),
  );
}

/** The keys of a language as `area:a.b`. Plural forms count as one key, because languages have different ones. */
function keysOf(language: Language): Set<string> {
  const keys = new Set<string>();
  const walk = (at: string, texts: Texts) => {
    for (const [name, value] of Object.entries(texts)) {
      if (typeof value === 'string') keys.add(`${at}${name.replace(plural, '')}`);
      else walk(`${at}${name}.`, value as Texts);
    }
  };
  for (const [area, texts] of Object.entries(language)) walk(`${area}:`, texts);
  return keys;
}

/** Keys that a page asks for and the language does not have, as `area:key`. */
function missingKeys(used: readonly UsedKey[], language: Language): string[] {
  const keys = [...keysOf(language)];
  const has = ({ area, key, prefix }: UsedKey) =>
    keys.some((known) => (prefix ? known.startsWith(`${area}:${key}`) : known === `${area}:${key}`));
  return used.filter((one) => !has(one)).map(({ area, key }) => `${area}:${key}`);
}

/** Every key that a source asks for through a function that `useTranslation` gave it, also under another name. */
function usedKeys(file: string, text: string): UsedKey[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const used: UsedKey[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const area = areaOf(node.expression.text, node);
      const [asked] = node.arguments;
      if (area && asked) used.push(...keysIn(asked).map((key) => ({ area, ...key })));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return used;
}

/** The area that a name stands for at this place: that of the nearest `const { t: name } = useTranslation('area')` around it. */
function areaOf(name: string, place: ts.Node): string | undefined {
  for (let at: ts.Node | undefined = place; at; at = at.parent as ts.Node | undefined) {
    if (!ts.isBlock(at)) continue;
    for (const statement of at.statements) {
      const area = ts.isVariableStatement(statement) ? boundArea(name, statement) : undefined;
      if (area) return area;
    }
  }
  return undefined;
}

function boundArea(name: string, statement: ts.VariableStatement): string | undefined {
  for (const { name: bound, initializer } of statement.declarationList.declarations) {
    if (!ts.isObjectBindingPattern(bound) || !initializer || !ts.isCallExpression(initializer)) continue;
    if (initializer.expression.getText() !== 'useTranslation') continue;
    const gives = bound.elements.some(
      (element) => (element.propertyName ?? element.name).getText() === 't' && element.name.getText() === name,
    );
    const [area] = initializer.arguments;
    if (gives) return area && ts.isStringLiteral(area) ? area.text : 'common';
  }
  return undefined;
}

function keysIn(asked: ts.Expression): { key: string; prefix: boolean }[] {
  if (ts.isStringLiteralLike(asked)) return [{ key: asked.text, prefix: false }];
  if (ts.isTemplateExpression(asked)) return [{ key: asked.head.text, prefix: true }];
  if (ts.isConditionalExpression(asked)) return [...keysIn(asked.whenTrue), ...keysIn(asked.whenFalse)];
  return [];
}

const root = path.resolve(__dirname, '../..');
const web = path.join(root, 'apps/web/src');
const catalogue = path.join(web, 'i18n');
const languages = readdirSync(catalogue, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const english = readLanguage(path.join(catalogue, 'en'));

/** Labels of personal fields wherever the libraries write them: as `label:` or through a decorator of their own. */
function labelKeys(sources: readonly string[]): string[] {
  return [...new Set(sources.flatMap((text) => [...text.matchAll(/'(field\.[a-zA-Z-]+)'/g)].map((found) => found[1] ?? '')))];
}

const asked = () => filesBelow(web, ['.ts', '.tsx']).flatMap((file) => usedKeys(file, readFileSync(file, 'utf8')));
const labels = () => labelKeys(filesBelow(path.join(root, 'libs'), ['.ts']).map((file) => readFileSync(file, 'utf8')));

describe('the texts of the web application', () => {
  it.each(languages)('in %s have the same keys as in English', (language) => {
    expect([...keysOf(readLanguage(path.join(catalogue, language)))].sort()).toEqual([...keysOf(english)].sort());
  });

  it('hold every key that a page asks for', () => {
    const used = asked();
    expect(used.length).toBeGreaterThan(200);
    expect(missingKeys(used, english)).toEqual([]);
  });

  it('name every field of the personal-data catalogue', () => {
    const used = labels().map((key) => ({ area: 'fields', key, prefix: false }));
    expect(used.length).toBeGreaterThan(40);
    expect(missingKeys(used, english)).toEqual([]);
  });
});

describe('the check of the texts', () => {
  const texts = { common: { state: { loading: 'Loading' }, days_one: '1', days_other: 'n' }, work: { title: 'Work' } };
  const page = (line: string) =>
    usedKeys(
      'page.tsx',
      `function Page() { const { t } = useTranslation('work'); const { t: common } = useTranslation(); ${line} }`,
    );

  it.each([
    ["t('titel');", 'work:titel'],
    ["common('title');", 'common:title'],
    ["common(late ? 'state.loading' : 'state.late');", 'common:state.late'],
    ['t(`columns.${name}`);', 'work:columns.'],
    ["function inner() { return t('inner'); }", 'work:inner'],
  ])('sees that %s has no text', (line, missing) => {
    expect(missingKeys(page(line), texts)).toEqual([missing]);
  });

  it.each(["t('title');", "common('days', { count: 2 });", 'common(`state.${name}`);', "other('nothing');"])(
    'accepts %s',
    (line) => {
      expect(missingKeys(page(line), texts)).toEqual([]);
    },
  );

  it('sees a label that is nowhere translated', () => {
    const keys = labelKeys(["@Personal({ label: 'field.shoe-size' })", "@Observed('field.name')"]).map((key) => ({
      area: 'fields',
      key,
      prefix: false,
    }));
    expect(missingKeys(keys, { fields: { field: { name: 'Name' } } })).toEqual(['fields:field.shoe-size']);
  });

  it('sees a key that a language lacks, and lets plural forms differ', () => {
    const polish = { common: { state: {}, days_one: '1', days_few: 'kilka', days_other: 'n' }, work: { title: 'Praca' } };
    const lacking = [...keysOf(texts)].filter((key) => !keysOf(polish).has(key));
    expect(lacking).toEqual(['common:state.loading']);
  });
});
