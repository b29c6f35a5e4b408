import { RequestMethod } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import { VoxkeepError } from '@voxkeep/contracts';
import { accessDeclaration, purposeDeclaration, type AccessDeclaration } from './access-declaration.js';
import { schemasOfHandler, type PartSchemas } from './zod-parameters.js';

/** A route with everything that its handler declares. `path` has Nest's `:name` parameters and the API's prefix. */
export interface DeclaredRoute {
  readonly method: string;
  readonly path: string;
  readonly handler: string;
  readonly access: AccessDeclaration;
  readonly asksPurpose: boolean;
  readonly schemas: PartSchemas;
}

type Controller = new (...args: never[]) => object;

/** Every route of an API, from its controllers. Throws `route.undeclared` for a handler that does not say who may pass. */
export function declaredRoutes(modules: ModulesContainer, prefix: string): readonly DeclaredRoute[] {
  const controllers = [...modules.values()].flatMap((module) =>
    [...module.controllers.values()].map((wrapper) => wrapper.metatype as Controller),
  );
  return [...new Set(controllers)].flatMap((controller) => routesOf(controller, prefix));
}

function routesOf(controller: Controller, prefix: string): readonly DeclaredRoute[] {
  const prototype = controller.prototype as Record<string, object>;
  return methodNames(controller).flatMap((name) => {
    const handler = prototype[name];
    if (!handler || !Reflect.hasMetadata('method', handler)) return [];
    const access = (Reflect.getMetadata(accessDeclaration, handler) ?? Reflect.getMetadata(accessDeclaration, controller)) as
      AccessDeclaration | undefined;
    if (!access)
      throw new VoxkeepError('route.undeclared', {
        handler: `${controller.name}.${name}`,
        write: '@Allows(…), @SignedInStage(…) or @Public(…)',
      });
    const method = RequestMethod[Reflect.getMetadata('method', handler) as RequestMethod];
    const asksPurpose = Reflect.getMetadata(purposeDeclaration, handler) === true;
    return pathsOf(controller, handler).map((path) => ({
      method,
      path: `/${[prefix, path].join('/')}`.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1'),
      handler: `${controller.name}.${name}`,
      access,
      asksPurpose,
      schemas: schemasOfHandler(handler),
    }));
  });
}

function pathsOf(controller: Controller, handler: object): readonly string[] {
  const all = (target: object) => [Reflect.getMetadata('path', target) as string | string[]].flat();
  return all(controller).flatMap((outer) => all(handler).map((inner) => `${outer}/${inner}`));
}

/** Own and inherited handlers: a controller may share routes with others through its parent class. */
function methodNames(controller: Controller): readonly string[] {
  const names = new Set<string>();
  for (
    let at = controller.prototype as object | null;
    at && at !== Object.prototype;
    at = Object.getPrototypeOf(at) as object | null
  ) {
    for (const name of Object.getOwnPropertyNames(at)) if (name !== 'constructor') names.add(name);
  }
  return [...names].filter(
    (name) => typeof Object.getOwnPropertyDescriptor(ownerOf(controller, name), name)?.value === 'function',
  );
}

function ownerOf(controller: Controller, name: string): object {
  let at = controller.prototype as object;
  while (!Object.hasOwn(at, name)) at = Object.getPrototypeOf(at) as object;
  return at;
}
