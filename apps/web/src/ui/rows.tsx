import { Table, Text } from '@mantine/core';
import { useCallback, useState, type MouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

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
  if (!open) return <Table.Tr>{children}</Table.Tr>;
  const clicked = (event: MouseEvent<HTMLElement>) => {
    if (!(event.target as Element).closest('a, button, input, label')) open();
  };
  return (
    <Table.Tr className="opens" onClick={clicked}>
      {children}
    </Table.Tr>
  );
}
