import { VoxkeepError } from '@voxkeep/contracts';

/** A field that was refused: its path and the rule it broke, never what was sent. */
export interface FieldProblem {
  readonly path: string;
  readonly problem: string;
}

/** An answer other than the wished one, thrown by a controller. Becomes problem+json (RFC 9457) with this status and code. */
export class HttpProblem extends VoxkeepError {
  constructor(
    readonly status: number,
    code: string,
    readonly fields: readonly FieldProblem[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(code, { status });
  }
}

/** 404. "Not yours" and "not there" answer with the same bytes, so nobody learns what exists (06-access). */
export function notFound(): HttpProblem {
  return new HttpProblem(404, 'not-found');
}

/** 403 with a code that says which right or state is missing. */
export function forbidden(code = 'right.missing'): HttpProblem {
  return new HttpProblem(403, code);
}

/** 409: the request is well-formed but the thing is in another state. */
export function conflict(code: string): HttpProblem {
  return new HttpProblem(409, code);
}

/** 422 with the paths that break a rule. */
export function unprocessable(fields: readonly FieldProblem[], code = 'request.invalid'): HttpProblem {
  return new HttpProblem(422, code, fields);
}

/** 429; the client may try again after so many seconds. */
export function tooMany(code: string, retryAfterSeconds: number): HttpProblem {
  return new HttpProblem(429, code, [], { 'retry-after': String(Math.ceil(retryAfterSeconds)) });
}

/** 503: a part of the product (keyring, a database) cannot be reached; nothing was done. */
export function unavailable(code: string): HttpProblem {
  return new HttpProblem(503, code, [], { 'retry-after': '5' });
}
