import { Controller, Delete, Get, Module, Post, Put } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { purposeCodes, type AccessType, type ObjectType, type http } from '@voxkeep/contracts';
import { z } from 'zod';
import { diagnostics } from '../diagnostics/diagnostics.js';
import { keptLog } from '../diagnostics/kept-log.fixture.js';
import { Allows, AsksPurpose, Public, SignedInStage } from './access-declaration.js';
import { createApi } from './create-api.js';
import { conflict } from './http-problem.js';
import { Readiness } from './readiness.js';
import { hashSessionToken, newSessionToken, sessionCookieName } from './session-cookie.js';
import { SESSION_SOURCE, type Session, type SessionSource } from './session-source.js';
import { By, SignedIn } from './signed-in.js';
import { ZodBody, ZodParam } from './zod-parameters.js';

const queueId = '11111111-1111-4111-8111-111111111111';
const note = z.strictObject({ phone: z.string().regex(/^\+\d+$/), minutes: z.number().int().optional() });
const path = z.object({ id: z.uuid() });

@Controller('queues')
class QueueController {
  @Get()
  @Allows('queue', 'view')
  list(@By() by: SignedIn): object {
    return { by: by.userId };
  }

  @Put(':id')
  @Allows('queue', 'modify', 'id')
  change(@ZodParam(path) { id }: z.infer<typeof path>): object {
    return { id };
  }

  @Post('reveal')
  @Allows('contact', 'view')
  @AsksPurpose()
  reveal(@By() by: SignedIn): object {
    return { purpose: by.purpose, access: by.access({ code: 'service' }, { contactId: 'c' }) };
  }
}

@Controller()
class OpenController {
  @Post('notes')
  @Public('test')
  add(@ZodBody(note) body: z.infer<typeof note>): object {
    return { minutes: body.minutes ?? 0 };
  }

  @Get('explodes')
  @Public('test')
  explodes(): never {
    throw new Error('canary +372 5551 2345');
  }

  @Delete('busy')
  @Public('test')
  busy(): never {
    throw conflict('queue.in-use');
  }

  @Get('own')
  @SignedInStage('verify', 'full')
  own(@By() by: SignedIn): object {
    return { stage: by.stage };
  }
}

const tokens = { full: newSessionToken(), verify: newSessionToken(), other: newSessionToken() };
const session = (userId: string, stage: http.SessionStage): Session => ({ sessionId: `s-${userId}`, userId, stage });
const sessions = new Map<string, Session>([
  [tokens.full.tokenHash.toString('hex'), session('anna', 'full')],
  [tokens.verify.tokenHash.toString('hex'), session('bert', 'verify')],
  [tokens.other.tokenHash.toString('hex'), session('carl', 'full')],
]);
const source: SessionSource = {
  find: (hash) => Promise.resolve(sessions.get(hash.toString('hex'))),
  decide: (userId: string, _type: ObjectType, _access: AccessType, objectId?: string) =>
    Promise.resolve({ allowed: userId === 'anna' && (objectId === undefined || objectId === queueId) }),
};

@Module({ controllers: [QueueController, OpenController], providers: [{ provide: SESSION_SOURCE, useValue: source }] })
class TestModule {}

describe('an API', () => {
  let app: NestFastifyApplication;
  beforeAll(async () => {
    app = await createApi(TestModule, { name: 'test' });
  });
  afterAll(() => app.close());

  const cookie = (who: keyof typeof tokens) => ({ cookie: `${sessionCookieName}=${tokens[who].token}` });
  const ask = (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    headers: Record<string, string> = {},
    payload?: object | string,
  ) => app.inject({ method, url, headers, ...(payload !== undefined && { payload }) });

  it('lets a user with the right through and tells the handler who it is', async () => {
    const answer = await ask('GET', '/api/test/queues', cookie('full'));
    expect([answer.statusCode, answer.json()]).toEqual([200, { by: 'anna' }]);
  });

  it.each([
    ['nobody', {}, 401, 'session.missing'],
    ['an unknown token', { cookie: `${sessionCookieName}=${newSessionToken().token}` }, 401, 'session.missing'],
    ['a half finished sign-in', cookie('verify'), 401, 'session.stage'],
    ['a user without the right', cookie('other'), 403, 'right.missing'],
  ])('refuses %s', async (_who, headers, status, code) => {
    const answer = await ask('GET', '/api/test/queues', headers);
    expect([answer.statusCode, answer.json<http.Problem>().code]).toEqual([status, code]);
  });

  it('answers "not yours" and "not there" with the same bytes', async () => {
    const notYours = await ask(
      'PUT',
      `/api/test/queues/${queueId}`,
      { ...cookie('other'), 'content-type': 'application/json' },
      '{}',
    );
    const notThere = await ask(
      'PUT',
      `/api/test/queues/22222222-2222-4222-8222-222222222222`,
      { ...cookie('full'), 'content-type': 'application/json' },
      '{}',
    );
    expect([notYours.statusCode, notYours.body]).toEqual([404, notThere.body]);
  });

  it('lets a session at a declared stage through', async () => {
    expect((await ask('GET', '/api/test/own', cookie('verify'))).json()).toEqual({ stage: 'verify' });
  });

  it('refuses to reveal without a purpose, and hands the purpose on', async () => {
    const without = await ask('POST', '/api/test/queues/reveal', cookie('full'), {});
    const stated = await ask('POST', '/api/test/queues/reveal', cookie('full'), {
      purpose: { code: purposeCodes[0], text: ' because ' },
    });
    expect([without.statusCode, without.json<http.Problem>().code]).toEqual([422, 'purpose.missing']);
    expect(stated.json()).toEqual({
      purpose: { code: purposeCodes[0], text: 'because' },
      access: { actorId: 'anna', kind: 'user', purpose: { code: 'service' }, under: { contactId: 'c' } },
    });
  });

  it('names field and rule of a bad body and repeats nothing of it', async () => {
    const answer = await ask('POST', '/api/test/notes', {}, { phone: 'Anna Canary', minutes: 'x', 'anna@example.org': 1 });
    expect(answer.statusCode).toBe(422);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json<http.Problem>().fields).toEqual([
      { path: 'phone', problem: 'invalid_format' },
      { path: 'minutes', problem: 'invalid_type' },
      { path: '', problem: 'unrecognized_keys' },
    ]);
    expect(answer.body).not.toMatch(/Canary|anna@/);
  });

  it.each([
    ['broken JSON', 'application/json', '{"phone": "Canary', 400, 'request.malformed'],
    ['a form', 'application/x-www-form-urlencoded', 'phone=Canary', 415, 'request.media-type'],
    ['plain text', 'text/plain', 'Canary', 415, 'request.media-type'],
    ['too much', 'application/json', `"${'Canary'.repeat(200_000)}"`, 413, 'request.too-large'],
  ])('refuses %s without an echo', async (_what, type, payload, status, code) => {
    const answer = await ask('POST', '/api/test/notes', { 'content-type': type }, payload);
    expect([answer.statusCode, answer.json<http.Problem>().code]).toEqual([status, code]);
    expect(answer.body).not.toContain('Canary');
  });

  it('answers 500 without a word of the cause', async () => {
    const log = keptLog();
    const answer = await ask('GET', '/api/test/explodes');
    diagnostics.replace(undefined);
    expect([answer.statusCode, answer.json<http.Problem>()]).toEqual([
      500,
      { type: 'about:blank', title: 'Internal Server Error', status: 500, code: 'internal' },
    ]);
    expect(log).toHaveLength(1);
    expect(JSON.parse(log[0]!)).toMatchObject({
      event: 'request.failed',
      route: 'GET /api/test/explodes',
      error: { class: 'Error' },
    });
    expect(log[0]).not.toMatch(/canary|5551/);
  });

  it('answers a refusal of the domain with its code', async () => {
    const answer = await ask('DELETE', '/api/test/busy');
    expect([answer.statusCode, answer.json<http.Problem>().code]).toEqual([409, 'queue.in-use']);
  });

  it.each([
    ['GET', '/api/test/nowhere/Canary', 404, 'not-found'],
    ['GET', '/Canary', 404, 'not-found'],
    ['GET', '/api/test/notes', 405, 'method.not-allowed'],
    ['GET', '/api/test/%zzCanary', 400, 'request.malformed'],
  ] as const)('answers %s %s with %i', async (method, url, status, code) => {
    const answer = await ask(method, url);
    expect([answer.statusCode, answer.json<http.Problem>().code]).toEqual([status, code]);
    expect(answer.body).not.toContain('Canary');
  });

  it.each(['/api/test/queues', '/nowhere', '/api/test/%zz', '/health/live'])('puts the security headers on %s', async (url) => {
    const { headers } = await ask('GET', url);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringContaining("default-src 'none'") as string,
    });
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it.each([
    [{ origin: 'https://evil.example', host: 'voxkeep.example:8443' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ origin: 'https://voxkeep.example:8443', host: 'voxkeep.example:8443', 'sec-fetch-site': 'same-origin' }, 201],
    [{ origin: 'https://voxkeep.example:8443', host: 'localhost', 'x-forwarded-host': 'voxkeep.example:8443' }, 201],
  ])('judges a changing request by where it came from: %j → %i', async (headers, status) => {
    expect(
      (await ask('POST', '/api/test/notes', headers as unknown as Record<string, string>, { phone: '+372' })).statusCode,
    ).toBe(status);
  });

  it('names the part that is not ready, also at /health', async () => {
    app.get(Readiness).register('keyring', () => Promise.reject(new Error('gone')));
    app.get(Readiness).register('operative', () => Promise.resolve());
    app.get(Readiness).register('vault', () => Promise.resolve({ because: 'vault.unmarked' }));
    const answer = await ask('GET', '/health/ready');
    expect([answer.statusCode, answer.json()]).toEqual([
      503,
      {
        ready: false,
        parts: [
          { name: 'keyring', ready: false },
          { name: 'operative', ready: true },
          { name: 'vault', ready: false, because: 'vault.unmarked' },
        ],
      },
    ]);
  });

  it('describes every route with its schemas in OpenAPI 3.1', async () => {
    const document = (await ask('GET', '/api/test/openapi.json')).json<{
      openapi: string;
      paths: Record<string, Record<string, { requestBody?: unknown; parameters: unknown[] }>>;
    }>();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).sort()).toEqual([
      '/api/test/busy',
      '/api/test/explodes',
      '/api/test/health/live',
      '/api/test/health/ready',
      '/api/test/notes',
      '/api/test/openapi.json',
      '/api/test/own',
      '/api/test/queues',
      '/api/test/queues/reveal',
      '/api/test/queues/{id}',
    ]);
    expect(document.paths['/api/test/notes']!['post']!.requestBody).toMatchObject({
      content: { 'application/json': { schema: { required: ['phone'] } } },
    });
    expect(document.paths['/api/test/queues/{id}']!['put']!.parameters).toMatchObject([
      { name: 'id', in: 'path', required: true },
    ]);
  });

  it('keeps only the hash of a session token', () => {
    expect(hashSessionToken(tokens.full.token)).toEqual(tokens.full.tokenHash);
  });
});

describe('an API with a handler that does not say who may pass', () => {
  @Controller('open')
  class Careless {
    @Get('door')
    door(): string {
      return 'open';
    }
  }
  @Module({ controllers: [Careless] })
  class CarelessModule {}

  it('does not start', async () => {
    await expect(createApi(CarelessModule, { name: 'test' })).rejects.toMatchObject({
      code: 'route.undeclared',
      data: { handler: 'Careless.door' },
    });
  });
});
