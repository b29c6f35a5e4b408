import fastify, { type FastifyInstance } from 'fastify';
import type { ClientDesk } from './client-desk.js';

const bodyLimit = 32 * 1024 * 1024;

/** The HTTP face of one client's socket: `POST /v1/<operation>` and `GET /v1/health`. Nothing of a request is logged or repeated. */
export function clientApi(desk: ClientDesk): FastifyInstance {
  const api = fastify({ logger: false, bodyLimit, forceCloseConnections: 'idle', keepAliveTimeout: 120_000 });
  api.get('/v1/health', () => desk.health());
  api.post<{ Params: { operation: string } }>('/v1/:operation', async (request, reply) => {
    const { status, body } = await desk.answer(request.params.operation, request.body);
    return reply.status(status).header('cache-control', 'no-store').send(body);
  });
  api.setNotFoundHandler((_request, reply) => reply.status(404).send({ code: 'keyring.unknown-operation' }));
  api.setErrorHandler((_error, _request, reply) => reply.status(400).send({ code: 'keyring.refused', reason: 'malformed' }));
  return api;
}
