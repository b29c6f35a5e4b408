import { z } from 'zod';

/**
 * Tells zod not to compile its schemas: it would try `new Function`, which the content security policy refuses and counts as a
 * violation. zod asks when a schema is made, so this module comes before every other that makes one.
 */
z.config({ jitless: true });
