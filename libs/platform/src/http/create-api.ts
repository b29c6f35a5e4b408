import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { randomUUID, type UUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { VoxkeepError } from '@voxkeep/contracts';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { NestLogger } from '../diagnostics/nest-logger.js';
import type { AuditBacklog } from '../outbox/audit-backlog.js';
import { BacklogGuard, backlogOf } from './backlog-guard.js';
import { declaredRoutes } from './declared-routes.js';
import { HealthController } from './health.controller.js';
import { HttpProblem } from './http-problem.js';
import { OpenApiController } from './open-api.controller.js';
import { ProblemFilter } from './problem-filter.js';
import { problemBody } from './problem-of.js';
import { ReadinessModule } from './readiness.js';
import { RouteTable } from './route-table.js';
import { securityHeaders } from './security-headers.js';
import { SessionGuard } from './session-guard.js';
import { SESSION_SOURCE, type SessionSource } from './session-source.js';

/** How an API is reached: a unix socket behind the gateway, or a port; with neither it is only ready for `app.inject`. */
export interface ApiOptions {
  readonly name: string;
  readonly socket?: string;
  readonly port?: number;
  readonly address?: string;
  /** Largest JSON body in bytes; 1 MiB unless told. */
  readonly bodyLimit?: number;
  /** Largest uploaded file in bytes, for routes with `@TakesMultipart()`. */
  readonly uploadLimit?: number;
}

@Module({})
class ApiRoot {}

const logger = new NestLogger();

/**
 * Builds an API under `/api/<name>`: guard, problem answers, security headers, health and OpenAPI. Fails to start with
 * `route.undeclared` when a handler does not say who may pass. Listens when a socket or a port is given.
 */
export async function createApi(module: Type | DynamicModule, options: ApiOptions): Promise<NestFastifyApplication> {
  const adapter = adapterFor(options);
  const instance: FastifyInstance = adapter.getInstance();
  const routes = new RouteTable(instance);
  harden(instance);
  const root: DynamicModule = {
    module: ApiRoot,
    imports: [ReadinessModule, module],
    controllers: [HealthController, OpenApiController],
  };
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, { bodyParser: false, abortOnError: false, logger });
  const prefix = `api/${options.name}`;
  app.setGlobalPrefix(prefix);
  app.useGlobalFilters(new ProblemFilter(routes));
  let backlog: AuditBacklog | undefined;
  app.useGlobalGuards(new SessionGuard(() => sessionSourceOf(app)), new BacklogGuard(() => (backlog ??= backlogOf(app))));
  try {
    declaredRoutes(app.get(ModulesContainer), prefix);
    await app.init();
    await instance.ready();
    await listen(app, options);
    return app;
  } catch (refusal) {
    await app.close().catch(() => undefined);
    throw refusal;
  }
}

function adapterFor(options: ApiOptions): FastifyAdapter {
  return new FastifyAdapter({
    logger: false,
    bodyLimit: options.bodyLimit ?? 1024 * 1024,
    forceCloseConnections: true,
    requestTimeout: 120_000,
    skipMiddie: true,
    multipart: {
      limits: { fileSize: options.uploadLimit ?? 50 * 1024 * 1024, files: 1, fields: 10, fieldSize: 16 * 1024, headerPairs: 50 },
    },
    routerOptions: { maxParamLength: 200 },
    genReqId: requestIdOf,
    // Supervisors ask for /health, whatever the API is called.
    rewriteUrl: (request: IncomingMessage) =>
      request.url?.startsWith('/health/') === true ? `/api/${options.name}${request.url}` : (request.url ?? '/'),
    // Fastify's own answer to a malformed URL repeats it.
    frameworkErrors: (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
      const problem = new HttpProblem(error.statusCode ?? 400, 'request.malformed');
      void reply
        .status(problem.status)
        .headers(securityHeaders)
        .header('content-type', 'application/problem+json')
        .send(problemBody(problem));
    },
  });
}

function harden(instance: FastifyInstance): void {
  instance.removeContentTypeParser('text/plain');
  instance.addHook('onRequest', (request, reply, done) => {
    void reply.headers(securityHeaders).header('x-request-id', request.id);
    done();
  });
}

/** The gateway's request id when it is one, so that a request can be followed; anything else gets an own one. */
function requestIdOf(request: { headers: IncomingMessage['headers'] }): UUID {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(given) ? (given as UUID) : randomUUID();
}

function sessionSourceOf(app: NestFastifyApplication): SessionSource | undefined {
  try {
    return app.get<SessionSource>(SESSION_SOURCE, { strict: false });
  } catch {
    return undefined;
  }
}

async function listen(app: NestFastifyApplication, { name, socket, port, address }: ApiOptions): Promise<void> {
  if (socket !== undefined) {
    if (Buffer.byteLength(socket) > 107)
      throw new VoxkeepError('socket.path-too-long', { api: name, octets: Buffer.byteLength(socket) });
    mkdirSync(dirname(socket), { recursive: true, mode: 0o750 });
    rmSync(socket, { force: true });
    await app.listen({ path: socket });
    chmodSync(socket, 0o660);
  } else if (port !== undefined) {
    await app.listen({ port, host: address ?? '127.0.0.1' });
  }
}
