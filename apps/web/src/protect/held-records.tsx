import { Group, Stack, Text, Title } from '@mantine/core';
import { IconKeyOff } from '@tabler/icons-react';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-words.ts';
import { Rows } from '../ui/rows.tsx';
import { useFormat } from '../ui/use-format.ts';
import { readable } from './readable.ts';

type HeldRecord = http.PersonView['databases'][number]['records'][number];

interface HeldRecordsProps {
  readonly caption: string;
  readonly records: readonly HeldRecord[];
  readonly shown: boolean;
}

/** Records with their labelled values, which stay hidden until they are asked for. */
export function HeldRecords({ caption, records, shown }: HeldRecordsProps) {
  const { t } = useTranslation('protect');
  const { word, label } = useWords();
  const format = useFormat();
  return (
    <Stack gap="sm">
      {records.map((record, index) => (
        <Stack key={index} gap={4}>
          <Group gap="sm">
            <Title order={4} fz="sm">
              {word('table', record.table)}
            </Title>
            <Text size="xs" c="dimmed">
              {[record.at && format.dateTime(record.at), record.role && t('person.role', { role: word('role', record.role) })]
                .filter(Boolean)
                .join(' · ')}
            </Text>
          </Group>
          <Rows
            caption={`${caption}: ${word('table', record.table)} ${String(index + 1)}`}
            head={[t('person.field'), t('person.value'), t('person.category')]}
            rows={record.values.map((value) => [
              label(value.label),
              <Value key="value" value={value} shown={shown} />,
              word('category', value.category),
            ])}
          />
        </Stack>
      ))}
    </Stack>
  );
}

function Value({ value, shown }: { readonly value: HeldRecord['values'][number]; readonly shown: boolean }) {
  const { t } = useTranslation('protect');
  const { t: own } = useTranslation('identity');
  const format = useFormat();
  if (value.unreadable) {
    return (
      <Group gap={6} c="dimmed">
        <IconKeyOff size={14} aria-hidden />
        {value.seal ? own(`seal.${value.seal.reason}`) : t('person.unreadable')}
        {value.seal && <Text size="xs">{own('seal.where', { ...value.seal, epoch: value.seal.epoch ?? '–' })}</Text>}
      </Group>
    );
  }
  if (value.value === null || value.value === '')
    return (
      <Text size="sm" c="dimmed">
        {t('person.empty')}
      </Text>
    );
  if (!shown) {
    return (
      <Text size="sm" c="dimmed">
        <span aria-hidden>••••••</span>
        <span className="unseen">{t('person.mask')}</span>
      </Text>
    );
  }
  return <span>{readable(value.value, format)}</span>;
}
