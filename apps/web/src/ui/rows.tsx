import { Table, Text } from '@mantine/core';
import { useCallback, useState, type MouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** A row that opens its record wherever it is clicked; without `open` it opens nothing. */
export interface RecordRow {
  readonly key: string;
  readonly open: (() => void) | undefined;
  readonly cells: readonly ReactNode[];
}

interface RowsProps {
  /** Says what the table holds to those who do not see where it stands. */
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly ReactNode[] | RecordRow)[];
  /** Columns (from 0) of figures, set flush right. */
  readonly figures?: readonly number[];
  /** In px. Where there is less room, or less than the words take, the cells of a row stand below each other, each beside its column's name. */
  readonly minWidth?: number;
}

const isRecord = (row: readonly ReactNode[] | RecordRow): row is RecordRow => 'cells' in row;

/**
 * A table of which nothing lies beyond the edge of its place. Some browsers no longer tell a screen reader of rows and columns that are
 * laid out otherwise than a table is: the roles do.
 */
export function Rows({ caption, head, rows, figures = [], minWidth = 320 }: RowsProps) {
  const watch = useCallback((box: HTMLDivElement | null) => (box === null ? undefined : watchRoom(box, minWidth)), [minWidth]);
  const align = (column: number) => (figures.includes(column) ? 'right' : undefined);
  return (
    <div ref={watch} className="rows">
      <Table role="table" highlightOnHover={rows.some(isRecord)}>
        <caption className="unseen">{caption}</caption>
        <Table.Thead role="rowgroup">
          <Table.Tr role="row">
            {head.map((name, column) => (
              <Table.Th key={name} role="columnheader" scope="col" ta={align(column)}>
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody role="rowgroup">
          {rows.map((row, index) => (
            <OpeningRow key={isRecord(row) ? row.key : index} open={isRecord(row) ? row.open : undefined}>
              {(isRecord(row) ? row.cells : row).map((cell, column) => (
                <Table.Td key={column} role="cell" data-column={head[column]} ta={align(column)}>
                  <div>{cell}</div>
                </Table.Td>
              ))}
            </OpeningRow>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** Marks a table as stacked while its place has less room than `minWidth` px or than its words take. Returns how to stop. */
function watchRoom(box: HTMLElement, minWidth: number): () => void {
  let needed = minWidth;
  const look = () => {
    const isStacked = box.hasAttribute('data-stacked');
    // What the words take can be seen of the table only; of what stands stacked nothing is wide.
    if (!isStacked) needed = Math.max(minWidth, box.scrollWidth);
    box.toggleAttribute('data-stacked', box.clientWidth < needed);
  };
  const observer = new ResizeObserver(look);
  for (const each of [box, ...box.children]) observer.observe(each);
  return () => {
    observer.disconnect();
  };
}

/** A table that scrolls sideways when it is wider than the page, and then says so; the keyboard reaches it as a named group. */
export function Scrolled({
  caption,
  minWidth,
  children,
}: {
  readonly caption: string;
  readonly minWidth: number;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const [goesOn, setGoesOn] = useState(false);
  const watch = useCallback((box: HTMLDivElement | null) => (box === null ? undefined : watchEnd(box, setGoesOn)), []);
  return (
    <div>
      {goesOn && (
        <Text size="xs" c="dimmed" ta="right" className="no-print">
          {t('table.further')}
        </Text>
      )}
      <Table.ScrollContainer ref={watch} minWidth={minWidth} type="native" tabIndex={0} role="group" aria-label={caption}>
        {children}
      </Table.ScrollContainer>
    </div>
  );
}

/** Tells whether something lies to the right of what is seen, now and after each change. Returns how to stop. */
function watchEnd(box: HTMLElement, tell: (goesOn: boolean) => void): () => void {
  const look = () => {
    tell(box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
  };
  const observer = new ResizeObserver(look);
  for (const each of [box, ...box.children]) observer.observe(each);
  box.addEventListener('scroll', look, { passive: true });
  return () => {
    observer.disconnect();
    box.removeEventListener('scroll', look);
  };
}

/** A row that opens its record wherever it is clicked; its named link does the same for the keyboard. Without `open` it opens nothing. */
export function OpeningRow({ open, children }: { readonly open: (() => void) | undefined; readonly children: ReactNode }) {
  if (!open) return <Table.Tr role="row">{children}</Table.Tr>;
  const clicked = (event: MouseEvent<HTMLElement>) => {
    if (!(event.target as Element).closest('a, button, input, label')) open();
  };
  return (
    <Table.Tr role="row" className="opens" onClick={clicked}>
      {children}
    </Table.Tr>
  );
}
