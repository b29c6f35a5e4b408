import { Button, Table, Text } from '@mantine/core';
import type { http } from '@voxkeep/contracts';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Scrolled } from '../ui/rows.tsx';
import { useFormat } from '../ui/use-format.ts';
import { EventDetails } from './event-details.tsx';
import { useActs } from './use-acts.ts';

interface EventRowsProps {
  readonly events: readonly http.AuditRow[];
  readonly names: ReadonlyMap<string, string>;
}

const heads = ['at', 'actor', 'act', 'object', 'purpose', 'source', 'details'] as const;

/** The events of a page: when, who, what, to what, why, where; each opens to everything that is on record of it. */
export function EventRows({ events, names }: EventRowsProps) {
  const { t } = useTranslation('audit');
  const [opened, setOpened] = useState<string>();
  return (
    <Scrolled caption={t('table')} minWidth={940}>
      <Table>
        <caption className="unseen">{t('table')}</caption>
        <Table.Thead>
          <Table.Tr>
            {heads.map((head) => (
              <Table.Th key={head} scope="col">
                {t(`columns.${head}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {events.map((event) => (
            <EventRow
              key={event.eventId}
              event={event}
              names={names}
              open={opened === event.eventId}
              onToggle={() => {
                setOpened(opened === event.eventId ? undefined : event.eventId);
              }}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Scrolled>
  );
}

interface EventRowProps {
  readonly event: http.AuditRow;
  readonly names: ReadonlyMap<string, string>;
  readonly open: boolean;
  readonly onToggle: () => void;
}

function EventRow({ event, names, open, onToggle }: EventRowProps) {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const explain = useActs();
  const time = format.moment(event.at);
  const detailsId = `event-${event.eventId}`;
  return (
    <Fragment>
      <Table.Tr>
        <Table.Td>{time}</Table.Td>
        <Table.Td>{explain.actor(event.actor, names)}</Table.Td>
        <Table.Td>
          {explain.act(event.action)}
          {event.count !== null && (
            <Text size="xs" c="dimmed">
              {t('rows', { count: event.count })}
            </Text>
          )}
        </Table.Td>
        <Table.Td>{event.objectKind ? explain.objectKind(event.objectKind) : ''}</Table.Td>
        <Table.Td>{event.purpose ? explain.purpose(event.purpose) : ''}</Table.Td>
        <Table.Td>{explain.source(event.source)}</Table.Td>
        <Table.Td>
          <Button
            variant="subtle"
            size="compact-sm"
            aria-expanded={open}
            aria-controls={detailsId}
            aria-label={t(open ? 'hideDetails' : 'showDetails', { seq: event.seq })}
            onClick={onToggle}
          >
            {t(open ? 'hide' : 'show')}
          </Button>
        </Table.Td>
      </Table.Tr>
      {open && (
        <Table.Tr id={detailsId}>
          <Table.Td colSpan={heads.length}>
            <EventDetails event={event} />
          </Table.Td>
        </Table.Tr>
      )}
    </Fragment>
  );
}
