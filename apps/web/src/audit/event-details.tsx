import { Code, Group, Stack, Text } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { Fact } from '../ui/block.tsx';
import { AnchorLink } from '../ui/links.tsx';
import { useFormat } from '../ui/use-format.ts';
import { DownloadButton } from './download-button.tsx';

/** Everything that is on record of one event, and its proof. */
export function EventDetails({ event }: { readonly event: http.AuditRow }) {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const facts: readonly (readonly ['seq' | 'action' | 'actor' | 'objectId' | 'subject' | 'eventId', string | null])[] = [
    ['seq', format.number(event.seq)],
    ['action', event.action],
    ['actor', event.actor],
    ['objectId', event.objectId],
    ['subject', event.subject],
    ['eventId', event.eventId],
  ];
  return (
    <Stack gap="sm" py="xs">
      <Group gap="xl" align="flex-start">
        {facts
          .filter(([, value]) => value !== null)
          .map(([name, value]) => (
            <Fact key={name} name={t(`facts.${name}`)}>
              <Code>{value}</Code>
            </Fact>
          ))}
      </Group>
      {event.columns && event.columns.length > 0 && (
        <Fact name={t('facts.columns')}>
          <Code>{event.columns.join(', ')}</Code>
        </Fact>
      )}
      <Text size="sm" c="dimmed">
        {t(event.hasDetail ? 'sealedDetail' : 'noValues')}
      </Text>
      <Group>
        <DownloadButton
          path={`audit/events/${event.eventId}/proof`}
          file={`event-${String(event.seq)}.tlog-proof`}
          label={t('proofOf', { seq: event.seq })}
          size="compact-sm"
        >
          {t('proof')}
        </DownloadButton>
        <Narrowed name="actor" value={event.actor} />
        {event.subject && <Narrowed name="subject" value={event.subject} />}
      </Group>
    </Stack>
  );
}

/** A link to all events of the same account or of the same subject. */
function Narrowed({ name, value }: { readonly name: 'actor' | 'subject'; readonly value: string }) {
  const { t } = useTranslation('audit');
  return (
    <AnchorLink to="/protect/audit" search={{ [name]: value }}>
      <IconFilter size={14} aria-hidden /> {t(`same.${name}`)}
    </AnchorLink>
  );
}
