import { Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { duration } from '../ui/format.ts';
import { AnchorLink } from '../ui/links.tsx';
import { Outcome } from '../ui/outcome.tsx';
import { Rows } from '../ui/rows.tsx';
import { Unreadable } from '../ui/unreadable.tsx';
import { useFormat } from '../ui/use-format.ts';
import { outcomeOf } from './outcomes-told.ts';
import { endOf } from './told-lengths.ts';

const columns = ['opened', 'direction', 'number', 'queue', 'agent', 'duration', 'outcome'] as const;

/** The table of contacts: the whole row opens the contact, and its first cell is a link that says which one. */
export function ContactRows({ contacts }: { readonly contacts: readonly http.ContactRow[] }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  const navigate = useNavigate();
  return (
    <Rows
      caption={t('tableCaption')}
      minWidth={720}
      head={columns.map((column) => t(`columns.${column}`))}
      rows={contacts.map((contact) => ({
        key: contact.id,
        open: () => void navigate({ to: '/contacts/$id', params: { id: contact.id } }),
        cells: cellsOf(contact),
      }))}
    />
  );

  function cellsOf(contact: http.ContactRow) {
    const opened = format.dateTime(contact.openedAt);
    const ended = endOf(contact);
    return [
      <AnchorLink to="/contacts/$id" params={{ id: contact.id }} aria-label={t('columns.open', { time: opened })}>
        {opened}
      </AnchorLink>,
      t(`directions.${contact.direction}`),
      <Number contact={contact} />,
      contact.queue?.name ?? <Missing>{t('noQueue')}</Missing>,
      contact.agent?.login ?? '–',
      ended ? duration(Date.parse(ended) - Date.parse(contact.openedAt)) : '–',
      <Outcome outcome={outcomeOf(contact)} removed={contact.audioRemoved} />,
    ];
  }
}

/** A number that cannot be read, and one that was erased, are told from one that was withheld. */
function Number({ contact: { customerNumber, unreadable, erasedAt } }: { readonly contact: http.ContactRow }) {
  const { t } = useTranslation('contacts');
  if (unreadable) return <Unreadable values={unreadable} />;
  if (customerNumber !== null) return customerNumber;
  return <Missing>{t(erasedAt === null ? 'withheld' : 'outcomes.erased')}</Missing>;
}

function Missing({ children }: { readonly children: string }) {
  return (
    <Text size="sm" c="dimmed">
      {children}
    </Text>
  );
}
