import { randomUUID } from 'node:crypto';
import fastify, { type FastifyInstance } from 'fastify';
import { apiDoor, apiNames } from './api-door.js';
import { isProblemStatus, sendProblem } from './problem.js';
import { headersOfEveryAnswer } from './security-headers.js';
import { webDoor } from './web-door.js';

/** What the front door is made of. Without certificate and key it only answers injected requests. */
export interface GatewayOptions {
  readonly sockets: string;
  readonly webDirectory: string;
  readonly tls?: { readonly certificate: Buffer; readonly key: Buffer };
}

/** A client that sends its headers or its body slower than this is let go (slow-loris). Answers may take as long as they need. */
const slowClient = { headersMs: 10_000, requestMs: 120_000, idleMs: 65_000, connections: 2000, headerBytes: 16 * 1024 };

/**
 * Builds the front door: TLS, security headers, the web bundle, and the ways to the three APIs. It reads no session and opens no
 * database; a stranger's request reaches an API only over that API's own socket.
 */
export async function createGateway(options: GatewayOptions): Promise<FastifyInstance> {
  const door = fastify({
    ...(options.tls ? { https: serverOptions(options.tls) } : {}),
    logger: false,
    trustProxy: false,
    requestTimeout: slowClient.requestMs,
    keepAliveTimeout: slowClient.idleMs,
    forceCloseConnections: true,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 2000 },
    frameworkErrors: (_error, _request, reply) => {
      void sendProblem(reply.headers(headersOfEveryAnswer), 400, 'request.malformed');
    },
  }) as unknown as FastifyInstance;
  door.server.headersTimeout = slowClient.headersMs;
  door.server.maxConnections = slowClient.connections;
  door.addHook('onSend', (request, reply, _payload, done) => {
    void reply.headers(headersOfEveryAnswer).header('x-request-id', request.id);
    done();
  });
  door.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    const { statusCode } = error;
    void sendProblem(
      reply,
      isProblemStatus(statusCode) ? statusCode : 500,
      statusCode === 400 ? 'request.malformed' : 'gateway.failed',
    );
  });
  door.get('/health', () => ({ status: 'up' }));
  for (const name of apiNames) await door.register(apiDoor, { name, sockets: options.sockets });
  await webDoor(door, { directory: options.webDirectory });
  return door;
}

function serverOptions(tls: { certificate: Buffer; key: Buffer }): object {
  return { cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.2', maxHeaderSize: slowClient.headerBytes };
}
