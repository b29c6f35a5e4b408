import ts from 'typescript';

const tests = new Set(['it', 'test']);
const groups = new Set(['describe', ...tests]);

/** The titles of the tests in a source that a run does not skip, as they are written; those of `each` with their place holders. */
export function titlesRunIn(source: string): ReadonlySet<string> {
  const titles = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const words = wordsOf(node.expression);
      const [root = ''] = words;
      if (groups.has(root) && words.some((word) => word === 'skip' || word === 'todo')) return;
      const [title] = node.arguments;
      if (tests.has(root) && title && ts.isStringLiteralLike(title)) titles.add(title.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('test.ts', source, ts.ScriptTarget.Latest));
  return titles;
}

/** `it`, `skip`, `each` of `it.skip.each(table)`. */
function wordsOf(expression: ts.Expression): readonly string[] {
  if (ts.isCallExpression(expression)) return wordsOf(expression.expression);
  if (ts.isPropertyAccessExpression(expression)) return [...wordsOf(expression.expression), expression.name.text];
  return ts.isIdentifier(expression) ? [expression.text] : [];
}
