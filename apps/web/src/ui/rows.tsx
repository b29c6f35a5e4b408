import { Table } from '@mantine/core';
import type { MouseEvent, ReactNode } from 'react';

interface RowsProps {
  /** Says what the table holds to those who do not see where it stands. */
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly ReactNode[])[];
  /** Columns (from 0) of figures, set flush right. */
  readonly figures?: readonly number[];
  readonly minWidth?: number;
}

/** A plain table of facts. */
export function Rows({ caption, head, rows, figures = [], minWidth = 320 }: RowsProps) {
  const align = (column: number) => (figures.includes(column) ? 'right' : undefined);
  return (
    <Scrolled caption={caption} minWidth={minWidth}>
      <Table highlightOnHover={false}>
        <caption className="unseen">{caption}</caption>
        <Table.Thead>
          <Table.Tr>
            {head.map((name, column) => (
              <Table.Th key={name} scope="col" ta={align(column)}>
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((cells, row) => (
            <Table.Tr key={row}>
              {cells.map((cell, column) => (
                <Table.Td key={column} ta={align(column)}>
                  {cell}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrolled>
  );
}

/** A table that scrolls sideways when it is wider than the page; the keyboard reaches it as a named group. */
export function Scrolled({
  caption,
  minWidth,
  children,
}: {
  readonly caption: string;
  readonly minWidth: number;
  readonly children: ReactNode;
}) {
  return (
    <Table.ScrollContainer minWidth={minWidth} type="native" tabIndex={0} role="group" aria-label={caption}>
      {children}
    </Table.ScrollContainer>
  );
}

/** A row that opens its record wherever it is clicked; its named link does the same for the keyboard. */
export function OpeningRow({ open, children }: { readonly open: () => void; readonly children: ReactNode }) {
  const clicked = (event: MouseEvent<HTMLElement>) => {
    if (!(event.target as Element).closest('a, button, input, label')) open();
  };
  return (
    <Table.Tr className="opens" onClick={clicked}>
      {children}
    </Table.Tr>
  );
}
