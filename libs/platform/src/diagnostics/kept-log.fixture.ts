import { Diagnostics, diagnostics } from './diagnostics.js';
import { OutputGuard } from './output-guard.js';
import { References } from './references.js';

/**
 * Keeps this process's log lines in the returned array until `diagnostics.replace(undefined)`; references use a fixed key. A line in
 * which the guard finds something fails the test, unless the test is about the guard (`hits: 'kept'`).
 */
export function keptLog(canaries: readonly string[] = [], hits: 'fail' | 'kept' = 'fail'): string[] {
  const lines: string[] = [];
  const references = new References(
    (day) => Buffer.alloc(32, day),
    () => new Date('2026-11-22T10:00:00Z'),
  );
  const onGuarded = (event: string, kinds: readonly string[]) => {
    if (hits === 'fail') throw new Error(`${event} had to be cleaned of ${kinds.join()}`);
  };
  const write = (line: string) => lines.push(line);
  diagnostics.replace(new Diagnostics({ write, references, guard: new OutputGuard(canaries), onGuarded }));
  return lines;
}
