import type { FastifyRequest } from 'fastify';
import { HttpProblem } from './http-problem.js';

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Refuses a changing request that another site made (CSRF): `Sec-Fetch-Site` and `Origin`, where a browser sends them, must say
 * same origin, and a body must be JSON, which no form can send. The cookie is SameSite=Strict besides.
 */
export function demandSameOrigin(request: FastifyRequest, takesMultipart: boolean): void {
  if (!changing.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new HttpProblem(403, 'request.cross-site');
  if (request.headers.origin !== undefined && hostOf(request.headers.origin) !== hostAsked(request))
    throw new HttpProblem(403, 'request.cross-site');
  if (!isAccepted(mediaTypeOf(request), takesMultipart) && hasBody(request)) throw new HttpProblem(415, 'request.media-type');
}

function isAccepted(type: string | undefined, takesMultipart: boolean): boolean {
  return type === 'application/json' || (takesMultipart && type === 'multipart/form-data');
}

function mediaTypeOf(request: FastifyRequest): string | undefined {
  return request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
}

function hasBody(request: FastifyRequest): boolean {
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** The gateway says which host the browser asked for; without it this process was asked itself. */
function hostAsked(request: FastifyRequest): string | undefined {
  const forwarded = request.headers['x-forwarded-host'];
  return (typeof forwarded === 'string' ? forwarded : request.headers.host)?.toLowerCase();
}
