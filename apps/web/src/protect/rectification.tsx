import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { useWords } from '../i18n/use-words.ts';
import { Block } from '../ui/block.tsx';
import { Refused } from '../ui/states.tsx';
import { placesIn, type RectifiablePlace } from './rectifiable.ts';

const open: readonly http.CaseDetail['state'][] = ['received', 'executing'];

/** Rectification (GDPR Art. 16): one value put right. Reading what is held is recorded, so it is read when asked for. */
export function Rectification({ shown }: { readonly shown: http.CaseDetail }) {
  const { t } = useTranslation('erasure');
  const read = useMutation({
    mutationFn: () => call('data-protection', `cases/${shown.id}/person`, http.personView),
    gcTime: 0,
  });
  if (!open.includes(shown.state)) return null;
  return (
    <Block title={t('rectification.title')}>
      <Text size="sm" maw={720}>
        {t('rectification.text')}
      </Text>
      <Refused error={read.error} />
      {read.data ? (
        <Form caseId={shown.id} places={placesIn(read.data)} />
      ) : (
        <Group>
          <Button
            variant="default"
            loading={read.isPending}
            onClick={() => {
              read.mutate();
            }}
          >
            {t('rectification.load')}
          </Button>
        </Group>
      )}
    </Block>
  );
}

function Form({ caseId, places }: { readonly caseId: string; readonly places: readonly RectifiablePlace[] }) {
  const { t } = useTranslation('erasure');
  const { word, label } = useWords();
  const queries = useQueryClient();
  const [at, setAt] = useState(0);
  const [value, setValue] = useState('');
  const [tried, setTried] = useState(false);
  const place = places[at];
  const rectify = useMutation({
    mutationFn: (body: object) =>
      call('data-protection', `cases/${caseId}/rectification`, http.caseDetail, { method: 'POST', body }),
    onSuccess: (detail) => {
      queries.setQueryData(['case', caseId], detail);
    },
  });
  if (place === undefined) return <Text size="sm">{t('rectification.nothing')}</Text>;
  const fits = http.rectificationBody.shape.value.safeParse(value).success;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        const { database, table, rowId, column } = place;
        if (fits) rectify.mutate({ database, table, rowId, column, value });
      }}
    >
      <Stack gap="sm" maw={480}>
        <Refused error={rectify.error} />
        <NativeSelect
          label={t('rectification.which')}
          value={String(at)}
          data={places.map((one, index) => ({
            value: String(index),
            label: `${label(one.label)} · ${word('table', one.shownTable)}`,
          }))}
          onChange={(event) => {
            setAt(Number(event.currentTarget.value));
          }}
        />
        <Text size="sm">{t('rectification.now', { value: place.value ?? '–' })}</Text>
        <TextInput
          required
          autoComplete="off"
          label={t('rectification.value')}
          description={t('rectification.hint')}
          error={tried && !fits ? t('rectification.valueWrong') : undefined}
          value={value}
          onChange={(event) => {
            setValue(event.currentTarget.value);
          }}
        />
        <Group>
          <Button type="submit" loading={rectify.isPending}>
            {t('rectification.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
