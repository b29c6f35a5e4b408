import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import fastify, { type FastifyInstance } from 'fastify';
import { createGateway } from './gateway.js';
import { pages } from './pages.js';

describe('the front door', () => {
  let folder: string;
  let door: FastifyInstance;
  let api: FastifyInstance;
  let seen: Record<string, unknown>;
  let streamClosed: Promise<void>;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'voxkeep-gateway-'));
    mkdirSync(path.join(folder, 'web', 'assets'), { recursive: true });
    writeFileSync(path.join(folder, 'web', 'index.html'), '<!doctype html><title>Voxkeep</title>');
    writeFileSync(path.join(folder, 'web', 'assets', 'index-abc123.js'), 'export {};');
    writeFileSync(path.join(folder, 'web', 'assets', 'index-abc123.js.br'), brotliCompressSync('export {};'));
    api = await upstream(path.join(folder, 'operations.sock'));
    door = await createGateway({ sockets: folder, webDirectory: path.join(folder, 'web') });
    await door.listen({ host: '127.0.0.1', port: 0 });
  });

  afterAll(async () => {
    await door.close();
    await api.close();
    rmSync(folder, { recursive: true });
  });

  async function upstream(socket: string): Promise<FastifyInstance> {
    const app = fastify({ forceCloseConnections: true });
    app.all('/api/operations/echo', (received, reply) => {
      seen = { headers: received.headers, body: received.body };
      return reply.header('server', 'secret-name').header('set-cookie', '__Host-voxkeep=x; Secure').send({ ok: true });
    });
    app.get('/api/operations/refused', (_, reply) =>
      reply.code(503).header('content-type', 'application/problem+json').send({ code: 'database.down' }),
    );
    app.get('/api/operations/health/ready', () => ({ parts: ['database'] }));
    app.get('/api/operations/audio', (received, reply) =>
      reply.code(206).header('content-range', 'bytes 0-1/9').send(String(received.headers.range)),
    );
    app.get('/api/operations/live', (received, reply) => {
      streamClosed = new Promise((resolve) =>
        received.raw.once('close', () => {
          resolve();
        }),
      );
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
      reply.raw.write('data: first\n\n');
      return reply.hijack();
    });
    await app.listen({ path: socket });
    return app;
  }

  it('serves the page under the strict policy and has it asked for anew', async () => {
    const answer = await door.inject('/contacts/123?x=1');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'/);
    expect(answer.headers['cache-control']).toBe('no-cache');
  });

  it('knows every page of the application, and no other', () => {
    const sources = ['routes.tsx', 'shell/app.tsx'].map((file) => readFileSync(path.join('apps/web/src', file), 'utf8')).join('');
    const drawn = [...sources.matchAll(/(?:path: |pathname === )'(\/[^']*)'/g)].map(([, address]) => address);
    expect([...pages].sort()).toEqual([...new Set(drawn)].sort());
  });

  it('answers 404 where no page is: to a program with a problem, to a browser with the application', async () => {
    for (const url of ['/metrics', '/contacts/1/2', '/protect', '/wp-login']) {
      const answer = await door.inject(url);
      expect([answer.statusCode, answer.json()]).toEqual([404, expect.objectContaining({ code: 'address.unknown' })]);
    }
    const shown = await door.inject({ url: '/metrics', headers: { accept: 'text/html,*/*;q=0.8' } });
    expect([shown.statusCode, shown.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect(shown.headers['content-security-policy']).toMatch(/^default-src 'none'/);
  });

  it('serves hashed files compressed and for ever', async () => {
    const answer = await door.inject({ url: '/assets/index-abc123.js', headers: { 'accept-encoding': 'br' } });
    expect(answer.headers).toMatchObject({ 'content-encoding': 'br', 'cache-control': 'public, max-age=31536000, immutable' });
  });

  it.each([
    '/',
    '/assets/index-abc123.js',
    '/assets/none.js',
    '/api/operations/echo',
    '/api/configurator/users',
    '/health',
    '/none.txt',
    '/%zz',
  ])('puts the security headers on %s', async (url) => {
    const { headers } = await door.inject(url);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    });
    expect(headers['strict-transport-security']).toMatch(/^max-age=/);
  });

  it('hands on a body, the session cookie and who connected', async () => {
    await door.inject({
      method: 'POST',
      url: '/api/operations/echo',
      payload: { a: 1 },
      headers: { cookie: 'other=1; __Host-voxkeep=abc', 'x-voxkeep-purpose': 'dispute' },
    });
    expect(seen).toMatchObject({
      body: { a: 1 },
      headers: {
        cookie: '__Host-voxkeep=abc',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'https',
        'x-voxkeep-purpose': 'dispute',
      },
    });
  });

  it('tells the API which host the browser asked for, so that it can tell its own pages from a stranger’s', async () => {
    await door.inject({ url: '/api/operations/echo', headers: { host: 'voxkeep.example:8443' } });
    expect(seen).toMatchObject({ headers: { 'x-forwarded-host': 'voxkeep.example:8443' } });
  });

  it('keeps forged facts and unknown headers from the API', async () => {
    await door.inject({
      url: '/api/operations/echo',
      headers: { 'x-forwarded-for': '10.0.0.1', 'x-user-id': 'admin', 'x-request-id': 'mine', cookie: 'tracking=1' },
    });
    const { headers } = seen as { headers: Record<string, string> };
    expect(headers['x-forwarded-for']).toBe('127.0.0.1');
    expect(headers['x-request-id']).not.toBe('mine');
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['x-user-id']));
    expect(headers['cookie']).toBeUndefined();
  });

  it('passes on cookies and hides what runs behind', async () => {
    const { headers } = await door.inject('/api/operations/echo');
    expect(headers['set-cookie']).toBe('__Host-voxkeep=x; Secure');
    expect(headers['server']).toBeUndefined();
  });

  it('passes on ranges', async () => {
    const answer = await door.inject({ url: '/api/operations/audio', headers: { range: 'bytes=0-1' } });
    expect([answer.statusCode, answer.headers['content-range'], answer.body]).toEqual([206, 'bytes 0-1/9', 'bytes=0-1']);
  });

  it('passes on a refusal of the API as it is', async () => {
    expect((await door.inject('/api/operations/refused')).json()).toEqual({ code: 'database.down' });
  });

  it('answers 503 with a problem when the API does not run', async () => {
    const answer = await door.inject('/api/configurator/users');
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json()).toMatchObject({ code: 'service.unavailable' });
  });

  it.each([
    '/api/operations/health/ready',
    '/api/keyring/open',
    '/api/',
    '/assets/../index.html.map',
    '/api/operations/..%2f..%2fhealth',
  ])('offers nothing at %s', async (url) => {
    expect([400, 404]).toContain((await door.inject(url)).statusCode);
  });

  it('refuses a body beyond the limit before reading it', async () => {
    const headers = { 'content-type': 'application/json', 'content-length': String(2 * 1024 * 1024) };
    expect((await door.inject({ method: 'POST', url: '/api/operations/echo', headers, payload: 'x' })).statusCode).toBe(413);
  });

  it('streams events as they come, and ends the stream of the API when the client leaves', async () => {
    const { port } = door.server.address() as AddressInfo;
    const client = request({ host: '127.0.0.1', port, path: '/api/operations/live' });
    const first = await new Promise<string>((resolve) => {
      client.on('response', (response) =>
        response.once('data', (chunk: Buffer) => {
          resolve(chunk.toString());
        }),
      );
      client.on('error', () => undefined);
      client.end();
    });
    expect(first).toBe('data: first\n\n');
    client.destroy();
    await streamClosed;
  });
});
