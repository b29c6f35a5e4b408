import { readAuditWords } from './audit-words.js';
import { runWorkerProgram } from './worker-program.js';

/** Verifies the audit log of a running appliance: 0 intact, 1 damaged, 78 it could not be looked at. */
export function verifyAudit(args: readonly string[]): Promise<number> {
  const { values } = readAuditWords(args);
  const most = values.most === undefined ? [] : ['--most', values.most];
  return runWorkerProgram(
    'audit-verify',
    { databases: ['configuration'], settings: ['witness', 'audit'] },
    onData(values.data),
    most,
  );
}

/** Prints the proof of an event of a running appliance (C2SP tlog-proof): 0 printed, 1 there is none. */
export function proveEvent(args: readonly string[]): Promise<number> {
  const { values, positionals } = readAuditWords(args);
  const words = values.since === undefined ? positionals.slice(0, 1) : ['--since', values.since];
  return runWorkerProgram('audit-prove', { databases: ['configuration'], settings: [] }, onData(values.data), words);
}

function onData(directory: string | undefined): readonly string[] {
  return directory === undefined ? [] : ['--data', directory];
}
