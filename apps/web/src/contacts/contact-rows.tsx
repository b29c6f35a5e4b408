import { Table, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { duration } from '../ui/format.ts';
import { AnchorLink } from '../ui/links.tsx';
import { Outcome } from '../ui/outcome.tsx';
import { OpeningRow } from '../ui/rows.tsx';
import { Unreadable } from '../ui/unreadable.tsx';
import { useFormat } from '../ui/use-format.ts';
import { outcomeOf } from './outcomes-told.ts';
import { endOf } from './told-lengths.ts';

/** The table of contacts: the whole row opens the contact, and its first cell is a link that says which one. */
export function ContactRows({ contacts }: { readonly contacts: readonly http.ContactRow[] }) {
  const { t } = useTranslation('contacts');
  return (
    <Table>
      <caption className="unseen">{t('tableCaption')}</caption>
      <Table.Thead>
        <Table.Tr>
          {(['opened', 'direction', 'number', 'queue', 'agent', 'duration', 'outcome'] as const).map((column) => (
            <Table.Th key={column} scope="col">
              {t(`columns.${column}`)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {contacts.map((contact) => (
          <ContactRow key={contact.id} contact={contact} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** A number that cannot be read is told from one that was withheld. */
function Number({ contact: { customerNumber, unreadable } }: { readonly contact: http.ContactRow }) {
  const { t } = useTranslation('contacts');
  if (unreadable) return <Unreadable values={unreadable} />;
  if (customerNumber !== null) return customerNumber;
  return (
    <Text size="sm" c="dimmed">
      {t('withheld')}
    </Text>
  );
}

function ContactRow({ contact }: { readonly contact: http.ContactRow }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  const navigate = useNavigate();
  const opened = format.dateTime(contact.openedAt);
  const ended = endOf(contact);
  const open = () => void navigate({ to: '/contacts/$id', params: { id: contact.id } });
  return (
    <OpeningRow open={open}>
      <Table.Td>
        <AnchorLink to="/contacts/$id" params={{ id: contact.id }} size="sm" aria-label={t('columns.open', { time: opened })}>
          {opened}
        </AnchorLink>
      </Table.Td>
      <Table.Td>{t(`directions.${contact.direction}`)}</Table.Td>
      <Table.Td>
        <Number contact={contact} />
      </Table.Td>
      <Table.Td>
        {contact.queue?.name ?? (
          <Text size="sm" c="dimmed">
            {t('noQueue')}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{contact.agent?.login ?? ''}</Table.Td>
      <Table.Td>{ended ? duration(Date.parse(ended) - Date.parse(contact.openedAt)) : ''}</Table.Td>
      <Table.Td>
        <Outcome outcome={outcomeOf(contact)} removed={contact.audioRemoved} />
      </Table.Td>
    </OpeningRow>
  );
}
