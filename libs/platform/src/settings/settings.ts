import { VoxkeepError } from '@voxkeep/contracts';
import { settingCatalogue } from './setting-catalogue.js';
import { isDefinition, type SettingDefinition, type SettingGroup, type ValuesOf } from './setting.js';

export type Settings = ValuesOf<typeof settingCatalogue>;
type Environment = Readonly<Record<string, string | undefined>>;

let current: Settings | undefined;

/**
 * The settings of this process, e.g. `settings().sip.port`. Each is parsed when first read and kept, so a process needs only
 * those it uses. Throws `settings.missing` or `settings.invalid` with the setting and its variable, never with the value.
 */
export function settings(): Settings {
  current ??= settingsFrom(process.env);
  return current;
}

/** Forgets what was read, so that a test or a reload sees the environment anew. */
export function forgetSettings(): void {
  current = undefined;
}

/** Settings from a given environment instead of the process's own. */
export function settingsFrom(environment: Environment): Settings {
  return groupOf(settingCatalogue, environment, '') as Settings;
}

/** Every setting with its dotted name, for documentation and the settings page. */
export function listSettings(): readonly (SettingDefinition & { readonly name: string })[] {
  return listGroup(settingCatalogue, '');
}

function groupOf(group: SettingGroup, environment: Environment, path: string): object {
  const values = {};
  for (const [name, entry] of Object.entries(group)) {
    const dotted = path + name;
    if (isDefinition(entry)) defineOnce(values, name, () => read(entry, environment, dotted));
    else Object.defineProperty(values, name, { enumerable: true, value: groupOf(entry, environment, `${dotted}.`) });
  }
  return values;
}

function defineOnce(target: object, name: string, parse: () => unknown): void {
  Object.defineProperty(target, name, {
    configurable: true,
    enumerable: true,
    get: () => {
      const value = parse();
      Object.defineProperty(target, name, { enumerable: true, value });
      return value;
    },
  });
}

function read(definition: SettingDefinition, environment: Environment, name: string): unknown {
  const given = environment[definition.variable];
  const parsed = definition.schema.safeParse(given === '' ? undefined : given);
  if (parsed.success) return parsed.data;
  const code = given === undefined || given === '' ? 'settings.missing' : 'settings.invalid';
  throw new VoxkeepError(code, { setting: name, variable: definition.variable });
}

function listGroup(group: SettingGroup, path: string): readonly (SettingDefinition & { readonly name: string })[] {
  return Object.entries(group).flatMap(([name, entry]) =>
    isDefinition(entry) ? [{ ...entry, name: path + name }] : listGroup(entry, `${path}${name}.`),
  );
}
