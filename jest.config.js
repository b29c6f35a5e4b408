/**
 * One Jest configuration, one project per level of testing (see CONTRIBUTING.md, "Tests").
 * `npm test` runs the levels one after the other and adds up their results (test/run.mjs).
 */
const patience = '<rootDir>/test/support/patience.setup.ts';
const shared = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: { '^.+\\.tsx?$': '@swc/jest' },
  moduleNameMapper: {
    '^@voxkeep/([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // Each spec file loads every module anew, and Nest all of rxjs: one file that its package brings, in the place of two hundred.
    '^rxjs$': '<rootDir>/node_modules/rxjs/dist/bundles/rxjs.umd.js',
    '^rxjs/operators$': '<rootDir>/test/support/rxjs-operators.cjs',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/var/'],
  setupFilesAfterEnv: [patience],
};
const level = (displayName, testMatch, more = {}) => ({ ...shared, displayName, testMatch, ...more });

module.exports = {
  testSequencer: '<rootDir>/test/support/longest-first.cjs',
  projects: [
    level('unit', ['<rootDir>/{apps,libs}/**/*.spec.ts']),
    level('database', ['<rootDir>/{apps,libs}/**/*.db-spec.ts'], {
      globalSetup: '<rootDir>/test/support/database-level.setup.ts',
      globalTeardown: '<rootDir>/test/support/database-level.teardown.ts',
    }),
    level('contract', ['<rootDir>/test/contract/**/*.spec.ts']),
    level('architecture', ['<rootDir>/test/architecture/**/*.spec.ts'], {
      globalSetup: '<rootDir>/test/support/database-level.setup.ts',
      globalTeardown: '<rootDir>/test/support/database-level.teardown.ts',
    }),
    level('system', ['<rootDir>/test/system/**/*.e2e-spec.ts'], {
      globalSetup: '<rootDir>/test/support/furnished-site.setup.ts',
      globalTeardown: '<rootDir>/test/support/furnished-site.teardown.ts',
      setupFilesAfterEnv: [patience, '<rootDir>/test/support/system-level.setup.ts'],
    }),
  ],
};
