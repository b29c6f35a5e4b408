/** The architecture, executable: who may import whom (docs/adr/0001). Each rule is seen to fail on a planted violation by test/architecture. */
const databases = ['configuration', 'directory', 'operative', 'outbound', 'monitoring', 'reporting', 'history'];
const pure = ['access', 'consent', 'recording', 'telephony', 'personal-data', 'audit'];
const anyOf = (names) => `(${names.join('|')})`;
const spec = '\\.(spec|db-spec|e2e-spec)\\.tsx?$';
const pkg = (...names) => `node_modules/(${names.join('|')})(/|$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^(apps|libs)/', pathNot: ['\\.d\\.ts$', 'main\\.tsx?$', '\\.config\\.', spec, '\\.mjs$', '\\.json$'] },
      to: {},
    },
    { name: 'apps-are-strangers', severity: 'error', from: { path: '^apps/([^/]+)/' }, to: { path: '^apps/', pathNot: '^apps/$1/' } },
    { name: 'libs-never-import-apps', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    {
      name: 'databases-are-strangers',
      severity: 'error',
      from: { path: `^libs/${anyOf(databases)}/` },
      to: { path: `^libs/${anyOf(databases)}/`, pathNot: '^libs/$1/' },
    },
    {
      name: 'front-door-only',
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/' },
      to: { path: '^libs/([^/]+)/src/.+', pathNot: ['^libs/[^/]+/src/index\\.ts$', '^$1/$2/', '\\.fixture\\.ts$'] },
    },
    { name: 'fixtures-are-for-tests', severity: 'error', from: { path: '^(apps|libs)/', pathNot: [spec, '\\.fixture\\.ts$'] }, to: { path: '\\.fixture\\.ts$' } },
    { name: 'contracts-know-zod-only', severity: 'error', from: { path: '^libs/contracts/', pathNot: spec }, to: { pathNot: ['^libs/contracts/', pkg('zod')] } },
    {
      name: 'pure-libs-import-pure-libs',
      severity: 'error',
      from: { path: `^libs/${anyOf(pure)}/`, pathNot: spec },
      to: { path: '^libs/', pathNot: `^libs/${anyOf(['contracts', ...pure])}/` },
    },
    { name: 'pure-core-stays-pure', severity: 'error', from: { path: `^libs/${anyOf(['contracts', ...pure])}/` }, to: { path: pkg('@nestjs', 'typeorm', 'pg', 'bullmq', 'pino', 'fastify') } },
    { name: 'pure-core-no-io', severity: 'error', from: { path: '^libs/(contracts|consent|access)/', pathNot: spec }, to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' } },
    { name: 'platform-knows-no-domain', severity: 'error', from: { path: '^libs/(platform|keyring)/', pathNot: spec }, to: { path: `^libs/${anyOf(databases)}/` } },
    {
      name: 'typeorm-only-in-databases',
      severity: 'error',
      from: { pathNot: [`^libs/${anyOf(databases)}/`, '^libs/keyring/', '^libs/platform/src/(database|outbox|jobs)/', '^db/', '^test/', '^apps/appliance/src/cluster/', 'node_modules', spec] },
      to: { path: pkg('typeorm', '@nestjs/typeorm', 'pg') },
    },
    { name: 'migrations-are-frozen', severity: 'error', from: { path: '^db/[^/]+/migrations/' }, to: { pathNot: pkg('typeorm') } },
    { name: 'web-knows-contracts-only', severity: 'error', from: { path: '^apps/web/' }, to: { path: '^libs/', pathNot: '^libs/contracts/' } },
    { name: 'one-logger', severity: 'error', from: { pathNot: ['^libs/platform/src/diagnostics/', 'node_modules'] }, to: { path: pkg('pino') } },
    { name: 'one-queue', severity: 'error', from: { pathNot: ['^libs/platform/src/jobs/', '^apps/worker/', 'node_modules'] }, to: { path: pkg('bullmq', '@nestjs/bullmq') } },
    {
      name: 'sip-only-in-recorder-and-telephony',
      severity: 'error',
      from: { pathNot: ['^apps/recorder/', '^libs/telephony/', 'node_modules', '^test/'] },
      to: { path: pkg('sip\\.js', 'alawmulaw') },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|var)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
