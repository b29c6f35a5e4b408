/**
 * How long a test waits for what a working product always does, however slow or busy the machine is: it is reached only when the
 * product is broken. No test has another bound in time; figures belong to the benches.
 */
export const patienceMs = 300_000;
