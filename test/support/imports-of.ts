import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** The files of this tree that a file imports by a relative path, types alone left out. `file` and the result are relative to the root. */
export function importsOf(file: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return [];
    const from = ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier.text : '';
    if (!from.startsWith('.')) return [];
    const bare = path.join(path.dirname(file), from.replace(/\.js$/, ''));
    return ['.ts', '.tsx'].map((end) => bare + end).filter((name) => existsSync(name));
  });
}
