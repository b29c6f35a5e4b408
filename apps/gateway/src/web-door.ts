import { existsSync } from 'node:fs';
import path from 'node:path';
import files from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isPage } from './pages.js';
import { sendProblem } from './problem.js';
import { pagePolicy } from './security-headers.js';

const aYear = 365 * 24 * 3600;

/**
 * Serves the web bundle. Files below /assets carry a hash in their name and may be kept for ever; the page itself is asked for
 * anew each time. Of an address without a page a browser gets the application too, which says so, and everybody the status 404.
 */
export async function webDoor(door: FastifyInstance, { directory }: { directory: string }): Promise<void> {
  if (existsSync(path.join(directory, 'assets'))) {
    await door.register(files, {
      root: path.join(directory, 'assets'),
      prefix: '/assets/',
      preCompressed: true,
      immutable: true,
      maxAge: aYear * 1000,
      index: false,
      decorateReply: false,
    });
  }
  await door.register(files, { root: directory, serve: false, preCompressed: true, cacheControl: false });
  door.setNotFoundHandler((request, reply) => page(request, reply, directory));
}

function page(request: FastifyRequest, reply: FastifyReply, directory: string): FastifyReply {
  const address = request.url.split('?')[0] ?? '/';
  if (request.method !== 'GET' && request.method !== 'HEAD') return sendProblem(reply, 405, 'method.not-offered');
  const found = isPage(address);
  if (!found && (isFile(address) || !isBrowser(request))) return sendProblem(reply, 404, 'address.unknown');
  if (!existsSync(path.join(directory, 'index.html'))) return sendProblem(reply, 503, 'web.not-built');
  void reply.header('content-security-policy', pagePolicy).header('cache-control', 'no-cache');
  return reply.code(found ? 200 : 404).sendFile('index.html');
}

/** What a page asks for, and nobody reads. */
const isFile = (address: string): boolean => /^\/(api|assets)\/|\.[a-z0-9]{1,8}$/i.test(address);

/** Somebody reads the answer: a page that says that there is none helps them. */
const isBrowser = ({ headers }: FastifyRequest): boolean => headers.accept?.includes('text/html') === true;
