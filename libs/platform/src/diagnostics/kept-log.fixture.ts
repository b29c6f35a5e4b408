import { Diagnostics, diagnostics } from './diagnostics.js';
import { OutputGuard } from './output-guard.js';
import { References } from './references.js';

/** Keeps this process's log lines in the returned array until `diagnostics.replace(undefined)`; references use a fixed key. */
export function keptLog(canaries: readonly string[] = []): string[] {
  const lines: string[] = [];
  const references = new References(
    (day) => Buffer.alloc(32, day),
    () => new Date('2026-11-22T10:00:00Z'),
  );
  diagnostics.replace(new Diagnostics({ write: (line) => lines.push(line), references, guard: new OutputGuard(canaries) }));
  return lines;
}
