import type { http } from '@voxkeep/contracts';

/** A value that may be put right, and where it stands. */
export interface RectifiablePlace {
  readonly label: string;
  /** Table by its short name, as the page's words know it. */
  readonly shownTable: string;
  readonly value: string | null;
  readonly database: string;
  readonly table: string;
  readonly rowId: string;
  readonly column: string;
}

/** Every value of a person that may be put right, in the order of the page. */
export function placesIn({ databases }: http.PersonView): readonly RectifiablePlace[] {
  return databases.flatMap(({ database, records }) =>
    records.flatMap((record) =>
      record.values.flatMap(({ label, value, place }) =>
        place ? [{ label, value, shownTable: record.table, database, ...place }] : [],
      ),
    ),
  );
}
