import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

/** Absolute path inside the project. */
export const inRoot = (...parts) => path.join(root, ...parts);

/** The Node that the product runs on: 24 from npm, whatever Node the launcher itself was started with. */
export const node24 = inRoot('node_modules', '.bin', 'node');
