import 'reflect-metadata';
import { METHOD_METADATA, PATH_METADATA, MODULE_METADATA } from '@nestjs/common/constants.js';
import { ConfiguratorModule } from '../../apps/configurator/src/configurator.module';
import { DataProtectionModule } from '../../apps/data-protection/src/data-protection.module';
import { OperationsModule } from '../../apps/operations/src/operations.module';

type Handler = (...args: readonly unknown[]) => unknown;
type Controller = abstract new (...args: never[]) => object;
interface Declared {
  readonly kind: 'allows' | 'stage' | 'public';
  readonly why?: string;
}

const apis = { configurator: ConfiguratorModule, operations: OperationsModule, 'data-protection': DataProtectionModule };

/** Every handler of a module's controllers with what it declares. */
function routesOf(module: object): { readonly name: string; readonly declared: Declared | undefined }[] {
  const controllers = (Reflect.getMetadata(MODULE_METADATA.CONTROLLERS, module) ?? []) as Controller[];
  return controllers.flatMap((controller) =>
    Object.getOwnPropertyNames(controller.prototype)
      .map((name) => ({ name, handler: (controller.prototype as Record<string, Handler>)[name] as Handler }))
      .filter(({ handler }) => typeof handler === 'function' && Reflect.hasMetadata(METHOD_METADATA, handler))
      .map(({ name, handler }) => ({
        name: `${controller.name}.${name} ${String(Reflect.getMetadata(PATH_METADATA, controller))}/${String(Reflect.getMetadata(PATH_METADATA, handler))}`,
        declared: (Reflect.getMetadata('voxkeep:access', handler) ?? Reflect.getMetadata('voxkeep:access', controller)) as
          Declared | undefined,
      })),
  );
}

describe.each(Object.entries(apis))('the routes of %s', (_name, module) => {
  const routes = routesOf(module);

  it('each say who may pass', () => {
    expect(routes.length).toBeGreaterThan(4);
    expect(routes.filter(({ declared }) => declared === undefined).map(({ name }) => name)).toEqual([]);
  });

  it('are open to everybody only with a reason', () => {
    const open = routes.filter(({ declared }) => declared?.kind === 'public');
    expect(open.filter(({ declared }) => (declared?.why ?? '').length < 10).map(({ name }) => name)).toEqual([]);
  });
});
