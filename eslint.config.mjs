import tseslint from 'typescript-eslint';

const onlySettings = { selector: "MemberExpression[object.name='process'][property.name='env']", message: 'Read settings through @voxkeep/platform.' };
const style = [
  { selector: 'ExportAllDeclaration', message: 'A door names what it exports.' },
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
  { selector: 'ClassDeclaration[id.name=/(Manager|Helper|Helpers|Util|Utils|Impl|Service|Base)$/]', message: 'Name the role, not the shape.' },
  { selector: "MethodDefinition[kind='constructor'] > FunctionExpression[params.length>5]", message: 'More than five collaborators: split the class.' },
];
/** Personal data leaves its sealed form only where a person has stated a purpose; a log never takes text. */
const noPersonalText = [
  { selector: "CallExpression[callee.object.name='JSON'][callee.property.name='stringify'] > Identifier[name=/(person|customer|contactPoint|account)$/]", message: 'An entity is never serialised whole: name the fields.' },
];

export default tseslint.config(
  { ignores: ['dist/**', 'var/**', '**/*.cjs', '**/*.mjs', '**/*.js', 'apps/web/dist/**'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-console': 'error',
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'max-depth': ['error', 3],
      complexity: ['error', 10],
      'no-restricted-syntax': ['error', ...style, onlySettings, ...noPersonalText],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  { files: ['libs/platform/src/settings/**', 'apps/appliance/**', 'test/**', '**/*.spec.ts', '**/*.db-spec.ts'], rules: { 'no-restricted-syntax': ['error', ...style] } },
  { files: ['**/*.spec.ts', '**/*.db-spec.ts', 'test/**'], rules: { 'max-lines-per-function': 'off', 'max-lines': 'off', '@typescript-eslint/no-non-null-assertion': 'off' } },
  { files: ['apps/web/**/*.tsx'], rules: { 'max-lines-per-function': ['error', { max: 150, skipBlankLines: true, skipComments: true }] } },
  { files: ['db/*/migrations/**'], rules: { 'max-lines-per-function': 'off' } },
);
