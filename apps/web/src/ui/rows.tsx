import { Table } from '@mantine/core';
import { Fragment, useCallback, type MouseEvent, type ReactNode } from 'react';

/** A row that opens its record wherever it is clicked; without `open` it opens nothing. */
export interface RecordRow {
  readonly key: string;
  readonly open: (() => void) | undefined;
  readonly cells: readonly ReactNode[];
  /** What is shown below the row, over its whole width; its id, so that what opens it can name it. */
  readonly below?: { readonly id: string; readonly shown: ReactNode } | undefined;
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
      <Table role="table" highlightOnHover={rows.some((row) => isRecord(row) && row.open !== undefined)}>
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
            <Fragment key={isRecord(row) ? row.key : index}>
              <OpeningRow open={isRecord(row) ? row.open : undefined}>
                {(isRecord(row) ? row.cells : row).map((cell, column) => (
                  <Table.Td key={column} role="cell" data-column={head[column]} ta={align(column)}>
                    <div>{cell}</div>
                  </Table.Td>
                ))}
              </OpeningRow>
              {isRecord(row) && row.below && (
                <Table.Tr role="row" id={row.below.id} className="below">
                  <Table.Td role="cell" colSpan={head.length}>
                    {row.below.shown}
                  </Table.Td>
                </Table.Tr>
              )}
            </Fragment>
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

/** A row that opens its record wherever it is clicked; its named link does the same for the keyboard. Without `open` it opens nothing. */
function OpeningRow({ open, children }: { readonly open: (() => void) | undefined; readonly children: ReactNode }) {
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
