import type { LoggerService } from '@nestjs/common';
import { diagnostics } from './diagnostics.js';
import { frameworkSaid } from './platform-events.js';

/** Keeps of Nest's own messages that there was a warning or an error, from which part, and the error's class: no text. */
export class NestLogger implements LoggerService {
  /** Ordinary talk of the framework (routes mapped, modules loaded) is not kept. */
  log(): void {
    return;
  }

  warn(...said: readonly unknown[]): void {
    this.keep('warn', said);
  }

  error(...said: readonly unknown[]): void {
    this.keep('error', said);
  }

  fatal(...said: readonly unknown[]): void {
    this.keep('fatal', said);
  }

  private keep(severity: 'warn' | 'error' | 'fatal', said: readonly unknown[]): void {
    const context = said.length > 1 ? said.at(-1) : undefined;
    const error = said.find((one) => one instanceof Error);
    diagnostics.record(frameworkSaid, {
      severity,
      ...(typeof context === 'string' && /^[A-Za-z]{1,60}$/.test(context) && { context }),
      error,
    });
  }
}
