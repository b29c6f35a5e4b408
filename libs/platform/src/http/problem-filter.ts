import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { diagnostics } from '../diagnostics/diagnostics.js';
import { requestFailed } from '../diagnostics/platform-events.js';
import { HttpProblem } from './http-problem.js';
import { problemBody, problemOf } from './problem-of.js';
import type { RouteTable } from './route-table.js';

/** The one place that answers when something was thrown: always an answer, never a value or a text of the cause. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly routes: RouteTable) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { problem, unexpected } = problemOf(thrown);
    if (unexpected) diagnostics.record(requestFailed, { request: request.id, route: this.routes.nameOf(request), error: thrown });
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    this.answer(reply, request.is404 ? this.otherMethods(request, problem) : problem);
  }

  private answer(reply: FastifyReply, problem: HttpProblem): void {
    void reply
      .status(problem.status)
      .headers(problem.headers)
      .header('content-type', 'application/problem+json')
      .send(problemBody(problem));
  }

  /** A path that exists for other methods is 405 and says which (RFC 9110 §15.5.6). */
  private otherMethods(request: FastifyRequest, problem: HttpProblem): HttpProblem {
    const allowed = this.routes.methodsAt(request.url);
    return allowed.length === 0 ? problem : new HttpProblem(405, 'method.not-allowed', [], { allow: allowed.join(', ') });
  }
}
