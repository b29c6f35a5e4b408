import { domainEvent, type SwitchableCategory } from '@voxkeep/contracts';
import { newId, type Database } from '@voxkeep/platform';
import type { Actor } from '../rights/actor.js';
import type { OffSince, SwitchedOff } from './collecting.js';

/** A switch as it is set: one category in one place. */
export interface CategorySwitch extends SwitchedOff {
  readonly on: boolean;
}
export type SwitchOutcome = 'changed' | 'unchanged' | 'unknown-queue';

const selectOff = `
  select category, channel, queue_id as "queueId", user_id as "userId", off_since as "offSince" from category_off
   order by category, channel nulls first, queue_id nulls first, user_id nulls first`;
const insertOff = `
  insert into category_off (id, category, channel, queue_id, user_id) values ($5, $1, $2, $3, $4) on conflict do nothing returning id`;
const deleteOff = `
  delete from category_off
   where category = $1 and channel is not distinct from $2 and queue_id is not distinct from $3 and user_id is not distinct from $4
   returning id`;

/** Switches categories of personal data on and off; new data follow at once, old data go through a rehearsal of retention. */
export class CategorySwitches {
  constructor(private readonly database: Database) {}

  /** Everything that is off, with the time since when. */
  list(): Promise<readonly OffSince[]> {
    return this.database.rows(selectOff);
  }

  /** Sets several switches in one transaction: all or none. Answers `unknown-queue` and changes nothing when a queue is not there. */
  set(switches: readonly CategorySwitch[], by: Actor): Promise<SwitchOutcome> {
    return this.database.transaction(async (t) => {
      const queueIds = [...new Set(switches.flatMap(({ queueId }) => queueId ?? []))];
      const known = await t.rows('select from queue where id = any($1::uuid[])', [queueIds]);
      if (known.length !== queueIds.length) return 'unknown-queue';
      let outcome: SwitchOutcome = 'unchanged';
      for (const { category, channel, queueId, userId, on } of switches) {
        const place = [category, channel, queueId, userId];
        const changed = await (on ? t.rows(deleteOff, place) : t.rows(insertOff, [...place, newId()]));
        if (changed.length === 0) continue;
        outcome = 'changed';
        await t.append(domainEvent('setting.changed.v1', { name: nameOf(category), at: new Date().toISOString() }));
        await t.audit({
          action: on ? 'category.on' : 'category.off',
          actor: by,
          object: { kind: 'category', id: `${category}:${queueId ?? channel ?? (userId === null ? 'site' : 'user')}` },
          ...(userId !== null && { subject: userId }),
        });
      }
      return outcome;
    });
  }
}

const nameOf = (category: SwitchableCategory) => `category.${category}`;
