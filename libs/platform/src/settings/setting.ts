import type { z } from 'zod';

/** One setting: the environment variable it is read from, its schema (with the default), and a sentence for whoever sets it. */
export interface SettingDefinition<T = unknown> {
  readonly variable: `VOXKEEP_${string}`;
  readonly schema: z.ZodType<T>;
  readonly description: string;
  /** Never shown, printed or written into a report. */
  readonly secret: boolean;
}

/** Declares a setting. Without a default in its schema it is demanded when it is first read, not at start-up. */
export function setting<T>(
  variable: SettingDefinition['variable'],
  schema: z.ZodType<T>,
  description: string,
  secret = false,
): SettingDefinition<T> {
  return { variable, schema, description, secret };
}

export interface SettingGroup {
  readonly [name: string]: SettingDefinition | SettingGroup;
}

/** The values of a group of definitions, each parsed when it is first read. */
export type ValuesOf<G> = { readonly [K in keyof G]: G[K] extends SettingDefinition<infer T> ? T : ValuesOf<G[K]> };

export function isDefinition(entry: SettingDefinition | SettingGroup): entry is SettingDefinition {
  return typeof entry['variable'] === 'string';
}
