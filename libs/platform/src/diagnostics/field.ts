import { describeError, type ErrorDescription } from './error-fields.js';
import type { References } from './references.js';

/** What a field of an event prints: numbers, flags, codes and opaque references, never free text. */
export type Printed = string | number | boolean | null | ErrorDescription;

/** One typed field of an event. `print` turns what the program passes into what the log may show. */
export interface Field<In> {
  readonly print: (value: In, references: References) => Printed;
}

/** Printed instead of a value that does not fit its field, so that a mistake shows without showing the value. */
export const unfit = '‹unfit›';

/** A row or object, by its id; printed as an opaque reference that changes daily (04 f). */
export function ref(kind: string): Field<string> {
  return { print: (id, references) => references.of(kind, id) };
}

/** A count. Beyond 31 bits it is not printed: longer digit strings are telephone numbers more often than counts. */
export function int(): Field<number> {
  return { print: (value) => (Number.isInteger(value) && Math.abs(value) <= 0x7fffffff ? value : unfit) };
}

/** A number of octets. */
export function octets(): Field<number> {
  return { print: (value) => (Number.isSafeInteger(value) && value >= 0 ? value : unfit) };
}

/** A duration in milliseconds. */
export function ms(): Field<number> {
  return { print: (value) => (Number.isFinite(value) && Math.abs(value) <= 0x7fffffff ? Math.round(value) : unfit) };
}

/** True or false. */
export function flag(): Field<boolean> {
  return { print: (value) => value };
}

/** One of a declared list of words. */
export function code<const V extends string>(values: readonly V[]): Field<V> {
  return { print: (value) => (values.includes(value) ? value : unfit) };
}

/** A dotted code of this program (`consent.missing`), a setting's name, a part's name: lower-case words without digits runs. */
export function dotted(): Field<string> {
  return {
    print: (value) =>
      /^[a-z][a-z0-9]*([._-][a-z0-9]+){0,8}$/i.test(value) && value.length <= 80 && !/\d{5}/.test(value) ? value : unfit,
  };
}

/** A route's pattern with its method (`GET /api/operations/contacts/:id`); never a URL that was asked for. */
export function routePattern(): Field<string> {
  return { print: (value) => (/^[A-Z]{3,7} [A-Za-z0-9:/._*-]{1,120}$/.test(value) && !/\d{5}/.test(value) ? value : unfit) };
}

/** Something thrown: class, code, SQLSTATE, constraint, table and frames; never its text. */
export function errorFields(): Field<unknown> {
  return { print: (thrown) => describeError(thrown) };
}

/** A field that may be left out. */
export function optional<In>(field: Field<In>): Field<In | undefined> {
  return { print: (value, references) => (value === undefined ? null : field.print(value, references)) };
}
