import { pino, destination, type Logger } from 'pino';
import { settings } from '../settings/settings.js';
import { describeError } from './error-fields.js';
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
  /** Called after a line had to be cleaned, with what was in it; tests fail here. */
  readonly onGuarded?: (event: string, kinds: readonly GuardedKind[]) => void;
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
    const printed: Record<string, Printed> = { event: event.name };
    for (const name in event.fields) {
      const field: Field<unknown> = event.fields[name] as Field<unknown>;
      const value = field.print((values as Readonly<Record<string, unknown>>)[name], this.options.references);
      if (value !== null) printed[name] = value;
    }
    this.pino[event.level](printed);
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
    this.options.write(
      `${JSON.stringify({ level: 'error', event: 'diagnostics.guarded', in: event, kinds: checked.hits, at: callSite() })}\n`,
    );
    this.options.onGuarded?.(event, checked.hits);
  }
}

/** Who recorded the event: the first frame outside the log and its library. */
function callSite(): string {
  const { frames } = describeError(new Error('diagnostics.call-site'));
  return frames.find((frame) => !/diagnostics\/diagnostics\.[jt]s|node_modules|^node:/.test(frame)) ?? 'unknown';
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
