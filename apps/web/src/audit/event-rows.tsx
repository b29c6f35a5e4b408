import { Button, Text } from '@mantine/core';
import type { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Rows } from '../ui/rows.tsx';
import { useFormat } from '../ui/use-format.ts';
import { EventDetails } from './event-details.tsx';
import { useActs } from './use-acts.ts';

interface EventRowsProps {
  readonly events: readonly http.AuditRow[];
  readonly names: ReadonlyMap<string, string>;
}

const heads = ['at', 'actor', 'act', 'object', 'purpose', 'source', 'details'] as const;
const idOfDetails = ({ eventId }: http.AuditRow): string => `event-${eventId}`;

/** The events of a page: when, who, what, to what, why, where; each opens to everything that is on record of it. */
export function EventRows({ events, names }: EventRowsProps) {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const explain = useActs();
  const [opened, setOpened] = useState<string>();
  return (
    <Rows
      caption={t('table')}
      minWidth={940}
      head={heads.map((head) => t(`columns.${head}`))}
      rows={events.map((event) => ({
        key: event.eventId,
        open: undefined,
        cells: cellsOf(event),
        below: opened === event.eventId ? { id: idOfDetails(event), shown: <EventDetails event={event} /> } : undefined,
      }))}
    />
  );

  function cellsOf(event: http.AuditRow) {
    return [
      format.moment(event.at),
      explain.actor(event.actor, names),
      <Act event={event} said={explain.act(event.action)} />,
      event.objectKind ? explain.objectKind(event.objectKind) : '',
      event.purpose ? explain.purpose(event.purpose) : '',
      explain.source(event.source),
      <ShowDetails
        event={event}
        open={opened === event.eventId}
        onToggle={() => {
          setOpened(opened === event.eventId ? undefined : event.eventId);
        }}
      />,
    ];
  }
}

/** What was done, and to how many rows. */
function Act({ event: { count }, said }: { readonly event: http.AuditRow; readonly said: string }) {
  const { t } = useTranslation('audit');
  return (
    <>
      {said}
      {count !== null && (
        <Text size="xs" c="dimmed">
          {t('rows', { count })}
        </Text>
      )}
    </>
  );
}

interface ShowDetailsProps {
  readonly event: http.AuditRow;
  readonly open: boolean;
  readonly onToggle: () => void;
}

function ShowDetails({ event, open, onToggle }: ShowDetailsProps) {
  const { t } = useTranslation('audit');
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      aria-expanded={open}
      aria-controls={idOfDetails(event)}
      aria-label={t(open ? 'hideDetails' : 'showDetails', { seq: event.seq })}
      onClick={onToggle}
    >
      {t(open ? 'hide' : 'show')}
    </Button>
  );
}
