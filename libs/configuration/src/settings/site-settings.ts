import { VoxkeepError, domainEvent } from '@voxkeep/contracts';
import type { Database } from '@voxkeep/platform';
import type { Actor } from '../rights/actor.js';

/** A number, a switch or a code. No free text: settings are in no person's report. */
export type SettingValue = number | boolean | string | readonly (number | string)[];

/** Settings that change while the programs run. `scope` is `system` or the id of a queue. */
export class SiteSettings {
  constructor(private readonly database: Database) {}

  /** The value of a setting in its scope, else of the system, else undefined. */
  async find(key: string, scope = 'system'): Promise<SettingValue | undefined> {
    const [row] = await this.database.rows<{ value: SettingValue }>(
      `select value from setting where key = $1 and scope in ($2, 'system') order by scope = 'system' limit 1`,
      [key, scope],
    );
    return row?.value;
  }

  /** Every setting that differs from its default. */
  list(): Promise<readonly { readonly key: string; readonly scope: string; readonly value: SettingValue }[]> {
    return this.database.rows('select key, scope, value from setting order by key, scope');
  }

  /** Sets a value. Throws `setting.not-a-code` for text that is no code. */
  async set(key: string, value: SettingValue, by: Actor, scope = 'system'): Promise<void> {
    for (const part of Array.isArray(value) ? (value as readonly (number | string)[]) : [value]) {
      if (typeof part === 'string' && !/^[A-Za-z0-9._:/-]{0,80}$/.test(part))
        throw new VoxkeepError('setting.not-a-code', { key });
    }
    await this.database.transaction(async (t) => {
      await t.rows(
        `insert into setting (key, scope, value) values ($1, $2, $3::jsonb)
         on conflict (key, scope) do update set value = excluded.value, changed_at = now()`,
        [key, scope, JSON.stringify(value)],
      );
      await t.append(domainEvent('setting.changed.v1', { name: key, at: new Date().toISOString() }));
      await t.audit({ action: 'setting.change', actor: by, object: { kind: 'setting', id: key } });
    });
  }
}
