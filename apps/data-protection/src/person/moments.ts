import type { Row } from '@voxkeep/personal-data';
import type { HeldRows } from '../subject/held-rows.js';
import { momentOf, roleOf } from '../subject/held-values.js';

/** One entry of a timeline. `thirdParties`: somebody else is named in the same contact. */
export interface Moment {
  readonly at: string;
  readonly database: string;
  readonly table: string;
  readonly role: string | null;
  readonly thirdParties: boolean;
}

/** Every record with a time, the newest first, whatever database it stands in. */
export function momentsOf(held: readonly HeldRows[]): readonly Moment[] {
  const withOthers = new Set(
    held.flatMap(({ step, items }) =>
      items.filter(({ ofThirdParty }) => ofThirdParty).map(({ row }) => contactOf(step.table, row)),
    ),
  );
  const moments = held.flatMap(({ step, items }) =>
    items.flatMap((item): Moment[] => {
      const at = momentOf(item);
      if (at === null || item.ofThirdParty) return [];
      const contact = contactOf(step.table, item.row);
      const thirdParties = contact !== undefined && withOthers.has(contact);
      return [{ at, database: step.store, table: step.table, role: roleOf(item), thirdParties }];
    }),
  );
  return moments.sort((a, b) => b.at.localeCompare(a.at));
}

/** The contact that a row belongs to. */
export function contactOf(table: string, row: Row): string | undefined {
  const id = table === 'contact' || table === 'closed_contact' ? row['id'] : row['contact_id'];
  return typeof id === 'string' ? id : undefined;
}
