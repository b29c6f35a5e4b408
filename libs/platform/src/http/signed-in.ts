import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { http } from '@voxkeep/contracts';
import { Access, type Purpose, type Under } from '@voxkeep/personal-data';
import type { FastifyRequest } from 'fastify';
import { HttpProblem } from './http-problem.js';
import type { Session } from './session-source.js';

/** The user on whose behalf a request runs, found by the guard. */
export class SignedIn {
  readonly userId: string;
  readonly sessionId: string;
  readonly stage: http.SessionStage;
  readonly signedInAt: Date | undefined;

  constructor(
    session: Session,
    /** What the request stated, on a route with `@AsksPurpose()`. */
    readonly purpose?: http.StatedPurpose,
  ) {
    this.userId = session.userId;
    this.sessionId = session.sessionId;
    this.stage = session.stage;
    this.signedInAt = session.signedInAt;
  }

  /** Who reads, for what purpose, under which case, contact or recording: what opening sealed values demands. */
  access(purpose: Purpose, under?: Under): Access {
    return Access.by({ actorId: this.userId, kind: 'user' }, purpose, under);
  }

  /** Throws 403 `session.stale` when the last factor was shown longer ago than this: keys, roles, retention, DPO approval. */
  demandFresh(minutes: number, now: Date = new Date()): void {
    const since = this.signedInAt ? now.getTime() - this.signedInAt.getTime() : Infinity;
    if (since > minutes * 60_000) throw new HttpProblem(403, 'session.stale');
  }
}

const signedIn = new WeakMap<object, SignedIn>();

/** Remembers on whose behalf this request runs; the guard alone calls it. */
export function rememberSignedIn(request: FastifyRequest, who: SignedIn): void {
  signedIn.set(request.raw, who);
}

/** The `SignedIn` of a request, as a handler parameter: `@By() by: SignedIn`. Throws 401 where a route is public. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): SignedIn => {
  const who = signedIn.get(context.switchToHttp().getRequest<FastifyRequest>().raw);
  if (!who) throw new HttpProblem(401, 'session.missing');
  return who;
});
