import tseslint from 'typescript-eslint';
import personalData from './lint/personal-data-rules.cjs';

const onlySettings = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Read settings through @voxkeep/platform.',
};
const style = [
  { selector: 'ExportAllDeclaration', message: 'A door names what it exports.' },
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
  {
    selector: 'ClassDeclaration[id.name=/(Manager|Helper|Helpers|Util|Utils|Impl|Service|Base)$/]',
    message: 'Name the role, not the shape.',
  },
  {
    selector: "MethodDefinition[kind='constructor'] > FunctionExpression[params.length>5]",
    message: 'More than five collaborators: split the class.',
  },
];
/** Where personal values are shown, delivered or verified: the only modules that may reveal them (04, decisions). */
const mayReveal = [
  'apps/configurator/src/{accounts,sign-in,diagnostics}/**',
  'apps/operations/src/{contacts,directory,outbound,listening}/**',
  'apps/data-protection/src/**',
  'apps/worker/src/**',
  'libs/personal-data/src/values/**',
];

export default tseslint.config(
  { ignores: ['dist/**', 'var/**', '**/*.cjs', '**/*.mjs', '**/*.js', 'apps/web/dist/**'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { voxkeep: personalData },
    rules: {
      'voxkeep/no-console': 'error',
      'voxkeep/no-reveal': 'error',
      'voxkeep/no-text-in-log': 'error',
      'voxkeep/no-value-in-error': 'error',
      'voxkeep/no-raw-logger': 'error',
      'voxkeep/no-whole-entity': 'error',
      'no-console': 'error',
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'max-depth': ['error', 3],
      complexity: ['error', 10],
      'no-restricted-syntax': ['error', ...style, onlySettings],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: [
      'libs/platform/src/settings/**',
      'apps/appliance/**',
      'test/**',
      '**/*.spec.ts',
      '**/*.db-spec.ts',
      '**/*.fixture.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', ...style] },
  },
  { files: mayReveal, rules: { 'voxkeep/no-reveal': 'off' } },
  { files: ['libs/platform/src/diagnostics/diagnostics.ts'], rules: { 'voxkeep/no-raw-logger': 'off' } },
  {
    files: ['**/*.spec.ts', '**/*.db-spec.ts', '**/*.fixture.ts', 'test/**'],
    rules: {
      'voxkeep/no-console': 'off',
      'voxkeep/no-reveal': 'off',
      'voxkeep/no-text-in-log': 'off',
      'voxkeep/no-value-in-error': 'off',
      'voxkeep/no-raw-logger': 'off',
      'voxkeep/no-whole-entity': 'off',
    },
  },
  {
    files: ['**/*.spec.ts', '**/*.db-spec.ts', 'test/**'],
    rules: { 'max-lines-per-function': 'off', 'max-lines': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['apps/web/**/*.tsx'],
    rules: { 'max-lines-per-function': ['error', { max: 150, skipBlankLines: true, skipComments: true }] },
  },
  { files: ['db/*/migrations/**'], rules: { 'max-lines-per-function': 'off' } },
  // An index names what a lib hands out, one name a line, and holds no code (docs/adr/0029).
  { files: ['libs/*/src/**/index.ts'], rules: { 'max-lines': 'off' } },
);
