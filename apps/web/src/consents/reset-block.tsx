import { Alert, Button, Group, Select, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { http, purposeCodes } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { Block } from '../ui/block.tsx';
import { Rows } from '../ui/rows.tsx';
import { useSay } from '../ui/say.ts';
import { Refused } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';

const listKey = ['consent-resets'];

function usePurposes() {
  const { t } = useTranslation();
  return purposeCodes.map((value) => ({ value, label: t(`purpose.codes.${value}`) }));
}

/** Closes the consents of a purpose in two steps, and shows the resets that were done. */
export function ResetBlock({ mayReset }: { readonly mayReset: boolean }) {
  const { t } = useTranslation('consents');
  const [purpose, setPurpose] = useState<string | null>(null);
  const purposes = usePurposes();
  const prepare = useMutation({
    mutationFn: () => call('operations', 'consent-resets', http.consentReset, { method: 'POST', body: { purpose } }),
  });
  return (
    <Block title={t('acts.resetTitle')}>
      <Text size="sm" maw={720}>
        {t('acts.resetText')}
      </Text>
      {mayReset && (
        <Group align="flex-start">
          <Select
            label={t('columns.purpose')}
            allowDeselect={false}
            w={260}
            value={purpose}
            data={purposes}
            onChange={(value) => {
              setPurpose(value);
              prepare.reset();
            }}
          />
          <Button
            variant="default"
            mt="var(--beside-label)"
            disabled={purpose === null}
            loading={prepare.isPending}
            onClick={() => {
              prepare.mutate();
            }}
          >
            {t('acts.count')}
          </Button>
        </Group>
      )}
      <Refused error={prepare.error} />
      {prepare.data && <Confirmation key={prepare.data.id} prepared={prepare.data} onDone={prepare.reset} />}
      <Resets />
    </Block>
  );
}

function Confirmation({ prepared, onDone }: { readonly prepared: http.ConsentReset; readonly onDone: () => void }) {
  const { t } = useTranslation('consents');
  const say = useSay();
  const queries = useQueryClient();
  const purposes = usePurposes();
  const [again, setAgain] = useState<string | null>(null);
  const confirm = useMutation({
    mutationFn: () =>
      call('operations', `consent-resets/${prepared.id}/confirmation`, http.consentReset, {
        method: 'POST',
        body: { purpose: again },
      }),
    onSuccess: async () => {
      say(t('acts.resetDone'));
      onDone();
      await queries.invalidateQueries({ queryKey: listKey });
    },
  });
  return (
    <Alert role="status" color="yellow" variant="outline" title={t('acts.counted', { count: prepared.counted })}>
      <Stack align="flex-start">
        <Select
          label={t('acts.again')}
          allowDeselect={false}
          w={300}
          value={again}
          data={purposes}
          error={again !== null && again !== prepared.purpose && t('acts.mismatch')}
          onChange={setAgain}
        />
        <Button
          color="red"
          disabled={again !== prepared.purpose}
          loading={confirm.isPending}
          onClick={() => {
            confirm.mutate();
          }}
        >
          {t('acts.confirm')}
        </Button>
        <Refused error={confirm.error} />
      </Stack>
    </Alert>
  );
}

function Resets() {
  const { t } = useTranslation('consents');
  const { t: common } = useTranslation();
  const format = useFormat();
  const resets = useQuery({
    queryKey: listKey,
    queryFn: ({ signal }) => call('operations', 'consent-resets', z.array(http.consentReset), { signal }),
  });
  const done = resets.data ?? [];
  return (
    <Stack gap="xs">
      <Title order={3}>{t('acts.resets')}</Title>
      <Refused error={resets.error} />
      {resets.data && done.length === 0 && <Text size="sm">{t('acts.noResets')}</Text>}
      {done.length > 0 && (
        <Rows
          caption={t('acts.resets')}
          head={[t('acts.done'), t('columns.purpose'), t('acts.closed')]}
          figures={[2]}
          rows={done.map(({ doneAt, purpose, counted }) => [
            doneAt === null ? '–' : format.dateTime(doneAt),
            common(`purpose.codes.${purpose as 'self'}`),
            format.number(counted),
          ])}
        />
      )}
    </Stack>
  );
}
