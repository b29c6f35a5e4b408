import { config } from 'zod';

/**
 * Imported before every schema: zod otherwise tries `new Function` when the first one is made, which the content security policy
 * refuses and reports as a violation on every page load.
 */
config({ jitless: true });
