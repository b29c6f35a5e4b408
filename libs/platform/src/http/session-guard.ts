import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { http } from '@voxkeep/contracts';
import type { FastifyRequest } from 'fastify';
import { accessDeclaration, multipartDeclaration, purposeDeclaration, type AccessDeclaration } from './access-declaration.js';
import { HttpProblem, forbidden, notFound, unprocessable } from './http-problem.js';
import { demandSameOrigin } from './same-origin.js';
import { hashSessionToken, sessionTokenOf } from './session-cookie.js';
import type { Session, SessionSource } from './session-source.js';
import { SignedIn, rememberSignedIn } from './signed-in.js';

/** The one door of an API: every handler passes here, and one that declares nothing is refused. */
export class SessionGuard implements CanActivate {
  private readonly reflector = new Reflector();

  /** `source` is asked for late, since an API may have none (then everything but public routes is refused). */
  constructor(private readonly source: () => SessionSource | undefined) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const declared = this.read(accessDeclaration, context) as AccessDeclaration | undefined;
    if (!declared) throw forbidden('route.undeclared');
    demandSameOrigin(request, this.read(multipartDeclaration, context) === true);
    if (declared.kind === 'public') return true;
    const session = await this.sessionOf(request, declared);
    if (declared.kind === 'allows') await this.demandRight(session, declared, request);
    const purpose = this.read(purposeDeclaration, context) === true ? purposeOf(request) : undefined;
    rememberSignedIn(request, new SignedIn(session, purpose));
    return true;
  }

  private async sessionOf(request: FastifyRequest, declared: Exclude<AccessDeclaration, { kind: 'public' }>): Promise<Session> {
    const token = sessionTokenOf(request);
    const session = token === undefined ? undefined : await this.source()?.find(hashSessionToken(token));
    if (!session) throw new HttpProblem(401, 'session.missing');
    const stages = declared.kind === 'stage' ? declared.stages : (['full'] as const);
    if (!stages.some((stage) => stage === session.stage)) throw new HttpProblem(401, 'session.stage');
    return session;
  }

  private async demandRight(
    session: Session,
    declared: Extract<AccessDeclaration, { kind: 'allows' }>,
    request: FastifyRequest,
  ): Promise<void> {
    const { objectType, accessType, objectParam } = declared;
    const objectId = objectParam === undefined ? undefined : (request.params as Record<string, string | undefined>)[objectParam];
    if (objectParam !== undefined && objectId === undefined) throw notFound();
    const decision = await this.source()?.decide(session.userId, objectType, accessType, objectId);
    if (decision?.allowed === true) return;
    throw objectId === undefined ? forbidden() : notFound();
  }

  private read(key: string, context: ExecutionContext): unknown {
    return this.reflector.getAllAndOverride<unknown>(key, [context.getHandler(), context.getClass()]);
  }
}

/** `purpose` of the body, or, where there is no body, the purpose code of the query; its text never stands in a URL. */
function purposeOf(request: FastifyRequest): http.StatedPurpose {
  const inBody = (request.body as { purpose?: unknown } | null | undefined)?.purpose;
  const code = (request.query as { purpose?: unknown } | undefined)?.purpose;
  const stated = http.statedPurpose.safeParse(inBody ?? (code === undefined ? undefined : { code }));
  if (!stated.success) throw unprocessable([{ path: 'purpose', problem: 'required' }], 'purpose.missing');
  return stated.data;
}
