import { switchableCategories, type http, type SwitchableCategory } from '@voxkeep/contracts';

/** A row of the table: the site, a channel, or a queue. */
export interface Place {
  readonly channel: 'voice' | null;
  readonly queueId: string | null;
}

/** Cells that are off, by `category/channel/queue`. */
export type Off = ReadonlySet<string>;

/** The name of a cell. */
export const cellOf = (category: SwitchableCategory, { channel, queueId }: Place): string =>
  `${category}/${channel ?? ''}/${queueId ?? ''}`;

/** What the server says is off. */
export function offOf({ off }: http.CategoriesAnswer): Off {
  return new Set(off.map((row) => cellOf(row.category, row)));
}

/** The switches that differ between what is in force and what was chosen. */
export function changesBetween(inForce: Off, chosen: Off, places: readonly Place[]) {
  return places.flatMap(({ channel, queueId }) =>
    switchableCategories.flatMap((category) => {
      const cell = cellOf(category, { channel, queueId });
      return inForce.has(cell) === chosen.has(cell) ? [] : [{ category, channel, queueId, on: !chosen.has(cell) }];
    }),
  );
}
