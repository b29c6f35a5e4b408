import replyFrom from '@fastify/reply-from';
import path from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answeredHeaders, forwardedHeaders } from './forwarded-headers.js';
import { isProblemStatus, sendProblem } from './problem.js';

/** The APIs behind the front door; each listens on `<name>.sock`. */
export const apiNames = ['configurator', 'operations', 'data-protection'] as const;
export type ApiName = (typeof apiNames)[number];

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const largestJson = 1024 * 1024;
/** Lists, prompts and media are uploaded; the API behind sets the exact limit. */
const largestUpload = 64 * 1024 * 1024;
const firstByteWithinMs = 60_000;

/** Routes `/api/<name>/…` to the unix socket of one API: bodies, ranges and event streams pass through without being held. */
export async function apiDoor(door: FastifyInstance, { name, sockets }: { name: ApiName; sockets: string }): Promise<void> {
  const socket = path.join(sockets, `${name}.sock`);
  await door.register(replyFrom, {
    base: `unix+http://${encodeURIComponent(socket)}/`,
    undici: { connections: 128, pipelining: 1, headersTimeout: firstByteWithinMs, bodyTimeout: 0, keepAliveTimeout: 30_000 },
    destroyAgent: true,
    disableRequestLogging: true,
    disableCache: true, // it would keep addresses, and with them ids, in memory
  });
  door.removeAllContentTypeParsers();
  door.addContentTypeParser('*', (_request, payload, done) => {
    done(null, payload);
  });
  door.addHook('onRequest', refuseOversized);
  door.route({ method: [...methods], url: `/api/${name}/*`, handler: passOn });
}

function refuseOversized(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const json = request.headers['content-type']?.startsWith('application/json') === true;
  if (request.headers['transfer-encoding'] !== undefined) void sendProblem(reply, 411, 'request.length-required');
  else if (Number(request.headers['content-length'] ?? 0) > (json ? largestJson : largestUpload))
    void sendProblem(reply, 413, 'request.too-large');
  else done();
}

function passOn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (/^\/api\/[a-z-]+\/health(\/|\?|$)/.test(request.url)) return sendProblem(reply, 404, 'address.unknown'); // for supervisors only
  return reply.from(undefined, {
    // By now the library has put the socket's own name in place of the host that the browser asked for.
    rewriteRequestHeaders: (_, headers) =>
      forwardedHeaders({ ...headers, host: request.headers.host }, { address: request.ip, requestId: request.id }),
    rewriteHeaders: (headers) => answeredHeaders(headers),
    retryDelay: () => null, // a refusal of the API is an answer, and a lost request may have had its effect
    onError: (_failed, { error }) => {
      refuse(reply, error);
    },
  });
}

function refuse(reply: FastifyReply, error: Error & { statusCode?: number; cause?: unknown }): void {
  const cause = (error.cause as { code?: string } | undefined)?.code;
  if (cause === 'ENOENT' || cause === 'ECONNREFUSED') void sendProblem(reply, 503, 'service.unavailable');
  else if (error.statusCode !== 500 && isProblemStatus(error.statusCode))
    void sendProblem(reply, error.statusCode, 'service.no-answer');
  else void sendProblem(reply, 502, 'service.no-answer');
}
