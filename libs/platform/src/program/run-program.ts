import { isVoxkeepError } from '@voxkeep/contracts';
import { schemaRefusedExitCode } from '../database/schema-version.js';
import { communication } from '../diagnostics/communication/communication.js';
import { diagnostics } from '../diagnostics/diagnostics.js';
import { programFailed, programStarted, programStopped, rejectionUnheard } from '../diagnostics/platform-events.js';

/** Anything that can be ended in order: a Nest application, a supervisor. */
export interface Running {
  close(): Promise<void>;
}

/** What a program needs of its process; a test passes its own. */
export interface ProcessPort {
  on(event: 'SIGTERM' | 'SIGINT' | 'uncaughtException' | 'unhandledRejection', listener: (thrown: unknown) => void): unknown;
  exit(code: number): void;
}

const willNotHeal = /^(settings|schema|catalogue|migration|route)\./;

/**
 * Runs a program's `main`: starts it, ends it in order on SIGTERM or SIGINT, and ends the process with 1 after a surprise or 78
 * when a new attempt would meet the same refusal (settings, schema, unclassified column), so that the supervisor does not retry.
 * A rejection that nobody waited for is told and counted and ends nothing: it belongs to one call or request, the process to all.
 * An exception out of a callback may have left anything half done, so it still ends the process.
 */
export async function runProgram(
  name: string,
  start: () => Promise<Running>,
  process: ProcessPort = globalThis.process,
): Promise<void> {
  const since = performance.now();
  communication.named(name);
  const elapsed = () => performance.now() - since;
  let running: Running | undefined;
  let ending = false;
  const fail = (error: unknown) => {
    const exitCode = exitCodeOf(error);
    diagnostics.record(programFailed, { program: name, exitCode, error });
    process.exit(exitCode);
  };
  const end = async () => {
    if (ending) return;
    ending = true;
    await running?.close();
    diagnostics.record(programStopped, { program: name, afterMs: elapsed() });
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end().catch(fail));
  let unheard = 0;
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', (error) => {
    unheard += 1;
    diagnostics.record(rejectionUnheard, { program: name, count: unheard, error });
  });
  try {
    running = await start();
    diagnostics.record(programStarted, { program: name, afterMs: elapsed() });
  } catch (error) {
    fail(error);
  }
}

function exitCodeOf(error: unknown): number {
  return isVoxkeepError(error) && willNotHeal.test(error.code) ? schemaRefusedExitCode : 1;
}
