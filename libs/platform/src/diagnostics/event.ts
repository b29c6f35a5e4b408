import { VoxkeepError } from '@voxkeep/contracts';
import type { Field } from './field.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a field's input type is only known to its event
export type Fields = Readonly<Record<string, Field<any>>>;

type Input<F> = F extends Field<infer In> ? In : never;
type OptionalKeys<F extends Fields> = {
  [K in keyof F]: undefined extends Input<F[K]> ? (unknown extends Input<F[K]> ? never : K) : never;
}[keyof F];

/** The values of an event: each field typed, `optional` ones may be missing. */
export type ValuesOf<F extends Fields> = { readonly [K in Exclude<keyof F, OptionalKeys<F>>]: Input<F[K]> } & {
  readonly [K in OptionalKeys<F>]?: Input<F[K]>;
};

export type Level = 'info' | 'warn' | 'error';

/** A kind of log line, declared once: its name, its fields, its level. There is no other way to write to the log. */
export interface DiagnosticEvent<F extends Fields> {
  readonly name: string;
  readonly fields: F;
  readonly level: Level;
}

/** Declares an event, e.g. `defineEvent('recording.refused', { contact: ref('contact'), afterMs: ms() })`. */
export function defineEvent<F extends Fields>(name: string, fields: F, level: Level = 'info'): DiagnosticEvent<F> {
  if (!/^[a-z][a-z-]*(\.[a-z][a-z-]*)+$/.test(name)) throw new VoxkeepError('diagnostics.event-name', { event: name });
  return { name, fields, level };
}
