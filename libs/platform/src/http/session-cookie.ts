import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** `__Host-` binds the cookie to this host, to TLS and to the path `/` (RFC 6265bis §4.1.3.2). */
export const sessionCookieName = '__Host-voxkeep';

/** A new opaque session token of 256 random bits; only its hash is stored. */
export function newSessionToken(): { readonly token: string; readonly tokenHash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, tokenHash: hashSessionToken(token) };
}

/** SHA-256 of a token: what the session table holds. The token is random, so no slow hash is needed. */
export function hashSessionToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The token that a request brings, when it is well-formed. */
export function sessionTokenOf(request: FastifyRequest): string | undefined {
  const sent = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const token = sent.find((pair) => pair.startsWith(`${sessionCookieName}=`))?.slice(sessionCookieName.length + 1);
  return token !== undefined && /^[A-Za-z0-9_-]{43}$/.test(token) ? token : undefined;
}

/** Gives the browser a session; it ends with the browser or on the server, whichever is first. */
export function setSessionCookie(reply: FastifyReply, token: string): void {
  reply.header('set-cookie', `${sessionCookieName}=${token}; Path=/; Secure; HttpOnly; SameSite=Strict`);
}

/** Takes the session from the browser. */
export function clearSessionCookie(reply: FastifyReply): void {
  reply.header('set-cookie', `${sessionCookieName}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0`);
}
