import ts from 'typescript';

/** A place in a test at which the speed of the machine decides. */
export interface TimeBound {
  readonly line: number;
  readonly what: 'own time-out' | 'measured time' | 'fixed pause' | 'bound in an option';
}

/** Where the time-out of each stands among its arguments. */
const boundAt: Readonly<Record<string, number>> = { it: 2, test: 2, beforeAll: 1, beforeEach: 1, afterAll: 1, afterEach: 1 };
const pauses = new Set(['setTimeout', 'setInterval']);
const boundOption = 'timeout';

/** Finds what makes a test depend on how fast the machine is: its own time-outs, elapsed times, pauses, bounds in options. */
export function findTimeBounds(source: string): readonly TimeBound[] {
  const file = ts.createSourceFile('test.ts', source, ts.ScriptTarget.Latest, true);
  const found: TimeBound[] = [];
  const pausing = promisedPauses(file);
  const visit = (node: ts.Node): void => {
    const what = boundOf(node, pausing);
    if (what) found.push({ line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1, what });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function boundOf(node: ts.Node, pausing: ReadonlySet<string>): TimeBound['what'] | undefined {
  if (isElapsed(node)) return 'measured time';
  if (ts.isPropertyAssignment(node) && node.name.getText() === boundOption && !isPatient(node.initializer))
    return 'bound in an option';
  if (ts.isShorthandPropertyAssignment(node) && node.name.getText() === boundOption) return 'bound in an option';
  return ts.isCallExpression(node) ? boundOfCall(node, pausing) : undefined;
}

function boundOfCall(node: ts.CallExpression, pausing: ReadonlySet<string>): TimeBound['what'] | undefined {
  const called = node.expression.getText();
  if (called === 'jest.setTimeout' || hasBound(node)) return 'own time-out';
  if (/^(performance\.now|process\.(hrtime|cpuUsage|threadCpuUsage))/.test(called)) return 'measured time';
  if (called === 'AbortSignal.timeout') return 'bound in an option';
  return pauses.has(called) || pausing.has(called) ? 'fixed pause' : undefined;
}

/** `Date.now() - began`; a distance of so many days from now measures nothing. */
function isElapsed(node: ts.Node): boolean {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.MinusToken) return false;
  return node.left.getText() === 'Date.now()' && /began|begun|since|start|before/i.test(node.right.getText());
}

/** A third argument of `it` or `it.each(…)(…)`, a second one of a hook, that does not come from the one patience of all tests. */
function hasBound({ expression, arguments: given }: ts.CallExpression): boolean {
  const at = boundAt[rootOf(expression)];
  const bound = at === undefined ? undefined : given[at];
  return bound !== undefined && !isPatient(bound);
}

/** `patienceMs`, or an expression that is made of it. */
function isPatient(bound: ts.Expression): boolean {
  return /\bpatienceMs\b/.test(bound.getText());
}

/** `it` of `it.skip.each(table)`. */
function rootOf(expression: ts.Expression): string {
  if (ts.isCallExpression(expression) || ts.isPropertyAccessExpression(expression)) return rootOf(expression.expression);
  return expression.getText();
}

/** The names under which a file has the promises of `node:timers/promises`. */
function promisedPauses(file: ts.SourceFile): ReadonlySet<string> {
  const names = file.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !statement.moduleSpecifier.getText().includes('timers/promises')) return [];
    const bindings = statement.importClause?.namedBindings;
    return bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
  });
  const waits = names.filter(({ propertyName, name }) => (propertyName ?? name).getText() !== 'setImmediate');
  return new Set(waits.map(({ name }) => name.getText()));
}
