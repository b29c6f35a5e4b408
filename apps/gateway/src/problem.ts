import type { FastifyReply } from 'fastify';
import { dataPolicy } from './security-headers.js';

/** What the front door itself refuses or cannot do; what an API refuses is the API's own answer. */
const titles = {
  400: 'The request is malformed.',
  404: 'There is nothing here.',
  405: 'This method is not offered here.',
  411: 'The request must state the length of its body.',
  413: 'The request is too large.',
  500: 'The front door could not answer.',
  502: 'The service behind this address gave no valid answer.',
  503: 'The service behind this address is not running. Try again in a moment.',
  504: 'The service behind this address did not answer in time.',
} as const;

export type ProblemStatus = keyof typeof titles;

/** Answers with a problem (RFC 9457). Nothing of the request is repeated. */
export function sendProblem(reply: FastifyReply, status: ProblemStatus, code: string): FastifyReply {
  if (status === 503) void reply.header('retry-after', '2');
  return reply
    .status(status)
    .header('content-type', 'application/problem+json')
    .header('cache-control', 'no-store')
    .header('content-security-policy', dataPolicy)
    .serializer((body: unknown) => JSON.stringify(body))
    .send({ type: 'about:blank', title: titles[status], status, code });
}

/** True for a status that the front door has words for. */
export function isProblemStatus(status: number | undefined): status is ProblemStatus {
  return status !== undefined && status in titles;
}
