import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { isVoxkeepError, type http } from '@voxkeep/contracts';
import { isOutOfReach } from '../database/out-of-reach.js';
import { HttpProblem, unavailable } from './http-problem.js';

const codeOfStatus: Readonly<Record<number, string>> = {
  400: 'request.malformed',
  401: 'session.missing',
  403: 'right.missing',
  404: 'not-found',
  405: 'method.not-allowed',
  408: 'request.too-slow',
  413: 'request.too-large',
  414: 'request.too-long',
  415: 'request.media-type',
  503: 'unavailable',
};

/** Turns anything thrown into a problem whose text comes from fixed lists only. `unexpected` asks for a diagnostics record. */
export function problemOf(thrown: unknown): { readonly problem: HttpProblem; readonly unexpected: boolean } {
  if (thrown instanceof HttpProblem) return { problem: thrown, unexpected: false };
  const status = statusOf(thrown);
  const code = status === undefined ? undefined : codeOfStatus[status];
  if (status !== undefined && status < 500 && code !== undefined)
    return { problem: new HttpProblem(status, code), unexpected: false };
  if (status !== undefined && status >= 400 && status < 500)
    return { problem: new HttpProblem(status, 'request.refused'), unexpected: false };
  return {
    problem: isAway(thrown) ? unavailable(codeOfOutage(thrown)) : new HttpProblem(500, 'internal'),
    unexpected: true,
  };
}

/** The body of a problem answer (RFC 9457 §3). */
export function problemBody(problem: HttpProblem): http.Problem {
  return {
    type: 'about:blank',
    title: STATUS_CODES[problem.status] ?? 'Error',
    status: problem.status,
    code: problem.code,
    ...(problem.fields.length > 0 && { fields: problem.fields.map((field) => ({ ...field })) }),
  };
}

/** Nest's exceptions and Fastify's own errors carry a status; their texts quote the request and are never used. */
function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const { code, statusCode } = (thrown ?? {}) as { code?: unknown; statusCode?: unknown };
  return typeof code === 'string' && code.startsWith('FST_') && typeof statusCode === 'number' ? statusCode : undefined;
}

function isAway(thrown: unknown): boolean {
  return isOutOfReach(thrown) || isVoxkeepError(thrown, 'vault.away');
}

/** Who is told that the keyring is sealed, or the vault away, knows whom to ask; of everything else that is away only that. */
function codeOfOutage(thrown: unknown): string {
  return isVoxkeepError(thrown, 'keyring.sealed') || isVoxkeepError(thrown, 'vault.away') ? thrown.code : 'unavailable';
}
