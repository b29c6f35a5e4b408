import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { Block } from '../ui/block.tsx';
import { Loading, Refused } from '../ui/states.tsx';
import { HeldRecords } from './held-records.tsx';

/** What is held about the person of a case, database by database. It is read when asked for, because reading it is recorded. */
export function PersonBlock({ caseId }: { readonly caseId: string }) {
  const { t } = useTranslation('protect');
  const read = useMutation({ mutationFn: () => call('data-protection', `cases/${caseId}/person`, http.personView), gcTime: 0 });
  return (
    <Block title={t('person.title')}>
      {!read.data && (
        <>
          <Text size="sm">{t('person.text')}</Text>
          <Group>
            <Button
              loading={read.isPending}
              onClick={() => {
                read.mutate();
              }}
            >
              {t('person.load')}
            </Button>
          </Group>
        </>
      )}
      {read.isPending && <Loading />}
      <Refused error={read.error} />
      {read.data && <Person view={read.data} />}
    </Block>
  );
}

function Person({ view }: { readonly view: http.PersonView }) {
  const { t } = useTranslation('protect');
  return (
    <Stack>
      <Text size="sm">
        <strong>{view.subject.fullName ?? t('person.unnamed')}</strong> · {view.subject.contactPoints.join(' · ')}
      </Text>
      {view.databases.map((one) => (
        <OneDatabase key={one.database} one={one} />
      ))}
    </Stack>
  );
}

function OneDatabase({ one }: { readonly one: http.PersonView['databases'][number] }) {
  const { t } = useTranslation('protect');
  const { t: common } = useTranslation();
  const [shown, setShown] = useState(false);
  const database = t(`databases.${one.database}`);
  return (
    <Stack component="section" gap="xs" aria-label={database}>
      <Group justify="space-between">
        <Group gap="sm">
          <Title order={3}>{database}</Title>
          <Text size="sm" c="dimmed">
            {one.held ? t('person.records', { count: one.records.length }) : t('person.nothing')}
          </Text>
        </Group>
        {one.held && (
          <Button
            size="compact-sm"
            variant="default"
            className="no-print"
            leftSection={shown ? <IconEyeOff size={14} aria-hidden /> : <IconEye size={14} aria-hidden />}
            aria-label={t(shown ? 'person.hideAll' : 'person.showAll', { database })}
            onClick={() => {
              setShown(!shown);
            }}
          >
            {common(shown ? 'action.hide' : 'action.show')}
          </Button>
        )}
      </Group>
      {one.held && <HeldRecords caption={database} records={one.records} shown={shown} />}
      {one.truncated && <Text size="sm">{t('person.truncated')}</Text>}
    </Stack>
  );
}
