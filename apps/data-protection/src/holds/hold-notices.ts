import type { Provider } from '@nestjs/common';
import { Holds } from '@voxkeep/configuration';
import { holdsOver, type SubjectKeys } from '@voxkeep/personal-data';
import { HOLD_NOTICES, type HoldNotice, type HoldNotices } from '../report/ports.js';

/** What a report says of holds over a person: under which number, why, since when, and whom to ask. */
export class HoldsOverPerson implements HoldNotices {
  constructor(private readonly holds: Holds) {}

  async over(keys: SubjectKeys): Promise<readonly HoldNotice[]> {
    const [standing, all] = await Promise.all([this.holds.standing(), this.holds.list()]);
    const named = Object.entries(keys).flatMap(([kind, ids]) => ids.map((id) => `${kind}/${id}`));
    const subject = { personIds: keys.person ?? [], userIds: keys.user ?? [] };
    const covering = new Set([
      ...holdsOver(standing, subject).map(({ id }) => id),
      ...standing.filter((hold) => named.some((key) => hold.keys.has(key))).map(({ id }) => id),
    ]);
    return all
      .filter(({ id }) => covering.has(id))
      .map(({ number, basis, placedAt, contactRole }) => ({
        reference: number,
        basis,
        since: placedAt.toISOString(),
        contact: contactRole,
      }));
  }
}

export const holdNotices: Provider = {
  provide: HOLD_NOTICES,
  inject: [Holds],
  useFactory: (holds: Holds) => new HoldsOverPerson(holds),
};
