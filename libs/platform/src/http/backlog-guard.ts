import type { CanActivate, ExecutionContext, INestApplication } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { databaseNames, type ObjectType, type StoreName } from '@voxkeep/contracts';
import type { FastifyRequest } from 'fastify';
import type { Database } from '../database/database.js';
import { databaseToken } from '../database/database.module.js';
import { AuditBacklog } from '../outbox/audit-backlog.js';
import { settings } from '../settings/settings.js';
import { accessDeclaration, type AccessDeclaration } from './access-declaration.js';
import { unavailable } from './http-problem.js';

/** Looking at these opens nobody's data. */
const impersonal: ReadonlySet<ObjectType> = new Set([
  ...(['queue', 'trunk', 'recording-policy', 'consent-policy', 'retention-rule', 'role', 'setting'] as const),
  ...(['audit-trail', 'diagnostic-logging', 'keys-and-backup', 'compliance-register'] as const),
]);

/**
 * Personal data is neither read nor changed while audit rows do not reach the log (04 g, "fail closed"): 503 `audit.backlog`.
 * Signing in and out, the own session, and looking at what is nobody's data go on.
 */
export class BacklogGuard implements CanActivate {
  private readonly reflector = new Reflector();

  /** `backlog` is asked for late, since an API may have no database (then nothing is audited either). */
  constructor(private readonly backlog: () => AuditBacklog | undefined) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const declared = this.reflector.getAllAndOverride<AccessDeclaration | undefined>(accessDeclaration, [
      context.getHandler(),
      context.getClass(),
    ]);
    const { method } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!declared || !isPersonal(declared, method)) return true;
    if ((await this.backlog()?.isOlderThan(settings().backlog.minutes)) === true) throw unavailable('audit.backlog');
    return true;
  }
}

/** The backlog of an API's own databases; undefined without the configuration database. */
export function backlogOf(app: INestApplication): AuditBacklog | undefined {
  const databases = databaseNames.flatMap((name) => databaseOf(app, name) ?? []);
  const configuration = databases.find(({ name }) => name === 'configuration');
  return configuration && new AuditBacklog(configuration, databases);
}

function databaseOf(app: INestApplication, name: StoreName): Database | undefined {
  try {
    return app.get<Database>(databaseToken(name), { strict: false });
  } catch {
    return undefined;
  }
}

function isPersonal(declared: AccessDeclaration, method: string): boolean {
  if (declared.kind === 'allows') return method !== 'GET' || !impersonal.has(declared.objectType);
  return declared.kind === 'stage' && declared.stages.every((stage) => stage === 'full');
}
