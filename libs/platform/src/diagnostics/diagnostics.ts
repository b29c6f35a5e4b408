import { pino, destination, type Logger } from 'pino';
import { settings } from '../settings/settings.js';
import type { DiagnosticEvent, Fields, Level, ValuesOf } from './event.js';
import type { Field, Printed } from './field.js';
import { OutputGuard, type GuardedKind } from './output-guard.js';
import { References, keysInDirectory, passingKeys } from './references.js';

/** Where lines go and how references are made; tests replace each. */
export interface DiagnosticsOptions {
  readonly write: (line: string) => void;
  readonly references: References;
  readonly guard: OutputGuard;
  readonly now?: () => Date;
  readonly level?: Level;
}

/** The log: declared events with typed fields, as JSON lines. There is no method that takes a sentence. */
export class Diagnostics {
  private readonly pino: Logger;

  constructor(private readonly options: DiagnosticsOptions) {
    const now = options.now ?? (() => new Date());
    this.pino = pino(
      {
        base: null,
        level: options.level ?? 'info',
        timestamp: () => `,"time":"${now().toISOString()}"`,
        formatters: { level: (level) => ({ level }) },
      },
      {
        write: (line: string) => {
          this.write(line);
        },
      },
    );
  }

  /** Records that something happened. A value that does not fit its field is printed as such, never as it is. */
  record<F extends Fields>(event: DiagnosticEvent<F>, values: ValuesOf<F>): void {
    if (!this.pino.isLevelEnabled(event.level)) return;
    const printed: Record<string, Printed> = {};
    for (const [name, field] of Object.entries(event.fields) as [keyof F & string, Field<unknown>][]) {
      const value = field.print((values as Readonly<Record<string, unknown>>)[name], this.options.references);
      if (value !== null) printed[name] = value;
    }
    this.pino[event.level]({ event: event.name, ...printed });
  }

  /** What the output guard took out since the start. */
  guarded(): Readonly<Partial<Record<GuardedKind, number>>> {
    return this.options.guard.hits();
  }

  private write(line: string): void {
    const checked = this.options.guard.check(line, line.indexOf(',"event"') + 1);
    this.options.write(checked.line);
    if (checked.hits.length === 0) return;
    const event = /"event":"([a-z.-]+)"/.exec(checked.line)?.[1] ?? 'unknown';
    this.options.write(`${JSON.stringify({ level: 'error', event: 'diagnostics.guarded', in: event, kinds: checked.hits })}\n`);
  }
}

let processDiagnostics: Diagnostics | undefined;

/** The diagnostics of this process: JSON lines on its standard output, which the supervisor keeps. */
export const diagnostics = {
  /** Puts another one in the place of the process's own (tests), or the process's own again. */
  replace(other: Diagnostics | undefined): void {
    processDiagnostics = other;
  },
  record<F extends Fields>(event: DiagnosticEvent<F>, values: ValuesOf<F>): void {
    processDiagnostics ??= new Diagnostics(standardOptions());
    processDiagnostics.record(event, values);
  },
  guarded(): Readonly<Partial<Record<GuardedKind, number>>> {
    return processDiagnostics?.guarded() ?? {};
  },
};

function standardOptions(): DiagnosticsOptions {
  const { keyDirectory, keyDays, canaries, level } = settings().diagnostics;
  const keys = keyDirectory === undefined ? passingKeys() : keysInDirectory(keyDirectory, keyDays);
  const out = destination({ fd: 1, sync: true });
  return {
    write: (line) => void out.write(line),
    references: new References(keys, () => new Date()),
    guard: new OutputGuard(canaries),
    level,
  };
}
