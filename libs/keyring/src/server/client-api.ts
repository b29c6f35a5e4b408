import fastify, { type FastifyInstance } from 'fastify';
import { unsealingRequests } from '../protocol/unsealing.js';
import type { ClientDesk } from './client-desk.js';
import type { SealDesk } from './seal-desk.js';

const bodyLimit = 32 * 1024 * 1024;

/**
 * The HTTP face of one client's socket: `POST /v1/<operation>` and `GET /v1/health`, for the operator also `/v1/seal…`. Nothing of a
 * request is logged or repeated.
 */
export function clientApi(desk: ClientDesk, sealDesk?: SealDesk): FastifyInstance {
  const api = fastify({ logger: false, bodyLimit, forceCloseConnections: 'idle', keepAliveTimeout: 120_000 });
  api.get('/v1/health', () => desk.health());
  if (sealDesk) serveSealDesk(api, sealDesk);
  api.post<{ Params: { operation: string } }>('/v1/:operation', async (request, reply) => {
    const { status, body } = await desk.answer(request.params.operation, request.body);
    return reply.status(status).header('cache-control', 'no-store').send(body);
  });
  api.setNotFoundHandler((_request, reply) => reply.status(404).send({ code: 'keyring.unknown-operation' }));
  api.setErrorHandler((_error, _request, reply) => reply.status(400).send({ code: 'keyring.refused', reason: 'malformed' }));
  return api;
}

/** The ways in while the keyring is sealed. */
function serveSealDesk(api: FastifyInstance, desk: SealDesk): void {
  api.get('/v1/seal', () => desk.standing());
  api.post('/v1/seal/unseal', (request) => desk.unseal(unsealingRequests.unseal.parse(request.body)));
  api.post('/v1/seal/change-secret', (request) => desk.change(unsealingRequests['change-secret'].parse(request.body)));
}
