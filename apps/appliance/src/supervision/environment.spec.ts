import { layoutOf } from '../layout.js';
import { tlsFilesIn } from '../keys/tls-files.js';
import { environmentOf, type Surroundings } from './environment.js';
import { programs } from './programs.js';

const layout = layoutOf('/srv/voxkeep');
const surroundings: Surroundings = {
  layout,
  keys: {
    rootKey: '/srv/voxkeep/keys/root.key',
    auditSigningKey: '/srv/voxkeep/keys/audit-signing.pem',
    documentSigning: '/srv/voxkeep/keys/document-signing.pem',
  },
  tls: tlsFilesIn(layout.tls),
  webDirectory: '/srv/dist/web',
  port: 9443,
  addresses: { main: { socketDirectory: '/run/main', port: 5432 }, keyring: { socketDirectory: '/run/keyring', port: 5432 } },
  secretOf: (name) => `secret-of-${name}`,
  given: { PATH: '/bin', AWS_SECRET: 'x', VOXKEEP_SIP_PORT: '5070', VOXKEEP_DATABASE_OPERATIVE: 'postgres://elsewhere/x' },
};
const environments = Object.fromEntries(programs.map((program) => [program.name, environmentOf(program, surroundings)]));
const urlsOf = (name: string): string[] =>
  Object.keys(environments[name]!).filter((variable) => /^VOXKEEP_(DATABASE_|JOBS)/.test(variable));

describe('the environment of a program', () => {
  it('has its own databases under its own role', () => {
    expect(urlsOf('recorder')).toEqual(['VOXKEEP_DATABASE_OPERATIVE', 'VOXKEEP_DATABASE_CONFIGURATION']);
    expect(environments['recorder']!['VOXKEEP_DATABASE_OPERATIVE']).toBe(
      'postgres://voxkeep_recorder:secret-of-voxkeep_recorder@/operative?host=%2Frun%2Fmain&port=5432',
    );
  });

  it('of the gateway has no database and no keyring', () => {
    expect(urlsOf('gateway')).toEqual([]);
    expect(Object.keys(environments['gateway']!).filter((variable) => variable.includes('KEYRING'))).toEqual([]);
  });

  it('names the root key to the keyring alone', () => {
    const holders = Object.entries(environments).filter(([, values]) => values['VOXKEEP_KEYRING_ROOT_KEY'] !== undefined);
    expect(holders.map(([name]) => name)).toEqual(['keyring']);
  });

  it('never holds the secret of another role', () => {
    for (const [name, values] of Object.entries(environments)) {
      const secrets =
        Object.values(values)
          .join(' ')
          .match(/secret-of-\w+/g) ?? [];
      expect(new Set(secrets)).toEqual(new Set(secrets.length > 0 ? [`secret-of-voxkeep_${name.replaceAll('-', '_')}`] : []));
    }
  });

  it('has what the operator set, and only for the program that reads it', () => {
    expect(environments['recorder']!['VOXKEEP_SIP_PORT']).toBe('5070');
    expect(environments['worker']!['VOXKEEP_SIP_PORT']).toBeUndefined();
  });

  it('has nothing else of the environment of the appliance', () => {
    expect(Object.values(environments).filter((values) => 'AWS_SECRET' in values)).toEqual([]);
  });

  it('gives each keyring client the socket of its own name', () => {
    expect(environments['operations']!['VOXKEEP_KEYRING_SOCKET']).toBe('/srv/voxkeep/run/keyring/operations.sock');
    expect(environments['keyring']!['VOXKEEP_KEYRING_SOCKET']).toBeUndefined();
  });
});
