const isFull = process.env['VOXKEEP_TEST_FULL'] !== undefined;

/** For what only `npm run test:full` runs: further variants of what `npm test` shows once. A run without it names each as skipped. */
export const describeInFull = isFull ? describe : describe.skip;
export const itInFull = isFull ? it : it.skip;
