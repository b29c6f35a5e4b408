import type { FastifyInstance, FastifyRequest } from 'fastify';

/** The routes that Fastify really serves, for 405 answers and for naming a route in diagnostics without its parameters. */
export class RouteTable {
  private readonly routes: { readonly method: string; readonly pattern: RegExp }[] = [];

  /** Watches an instance from before its first route. */
  constructor(instance: FastifyInstance) {
    instance.addHook('onRoute', ({ method, url }) => {
      const pattern = new RegExp(`^${url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:[A-Za-z]+/g, '[^/]+')}/?$`);
      for (const one of [method].flat()) this.routes.push({ method: one, pattern });
    });
  }

  /** The methods for which a URL's path has a route. */
  methodsAt(url: string): readonly string[] {
    const path = url.split('?')[0] ?? '';
    return [...new Set(this.routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))].sort();
  }

  /** The pattern of a request's route (`/api/operations/contacts/:id`), never its URL. */
  nameOf(request: FastifyRequest): string {
    return `${request.method} ${request.routeOptions.url ?? 'unknown'}`;
  }
}
