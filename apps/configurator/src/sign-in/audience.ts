import type { http } from '@voxkeep/contracts';
import type { FastifyRequest } from 'fastify';

/** Every stage of a sign-in; a route for all of them asks for a session, finished or not. */
export const everyStage: readonly http.SessionStage[] = ['password', 'enrol', 'verify', 'full'];

/** The network address that a request came from, as the gateway vouches for it; used for limits only and stored as a keyed hash. */
export function addressOf(request: FastifyRequest): string {
  const forwarded = request.headers['x-forwarded-for'];
  return (Array.isArray(forwarded) ? forwarded[0] : forwarded) ?? 'local';
}
