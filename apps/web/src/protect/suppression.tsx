import { Button, Group, NativeSelect, NumberInput, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { Failed, Loading, Refused } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';

const answer = z.object({ suppression: http.suppression.nullable() });
interface SuppressionProps {
  readonly caseId: string;
  /** False once the plan is approved: what is suppressed is part of it, and can only be ended. */
  readonly open: boolean;
  readonly onChanged: () => Promise<void>;
}

/** Whether the numbers and addresses of the person are kept from coming in again, and until when. */
export function Suppression({ caseId, open, onChanged }: SuppressionProps) {
  const { t } = useTranslation('erasure');
  const queries = useQueryClient();
  const queryKey = ['suppression', caseId];
  const found = useQuery({
    queryKey,
    queryFn: ({ signal }) => call('data-protection', `cases/${caseId}/suppression`, answer, { signal }),
  });
  const change = useMutation({
    mutationFn: ({ path, body }: { path: string; body: object }) =>
      call('data-protection', `cases/${caseId}/${path}`, answer, { method: 'POST', body }),
    onSuccess: async (now) => {
      queries.setQueryData(queryKey, now);
      await onChanged();
    },
  });
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const { suppression } = found.data;
  if (suppression === null && !open) return null;
  return (
    <Stack gap="sm" maw={720}>
      <Title order={3}>{t('suppression.title')}</Title>
      <Text size="sm">{t('suppression.text')}</Text>
      <Refused error={change.error} />
      {suppression === null ? (
        <Terms
          busy={change.isPending}
          onSet={(body) => {
            change.mutate({ path: 'suppression', body });
          }}
        />
      ) : (
        <Standing
          suppression={suppression}
          busy={change.isPending}
          onEnd={() => {
            change.mutate({ path: 'suppression/end', body: {} });
          }}
        />
      )}
    </Stack>
  );
}

interface StandingProps {
  readonly suppression: http.Suppression;
  readonly busy: boolean;
  readonly onEnd: () => void;
}

function Standing({ suppression: { points, purpose, ground, until }, busy, onEnd }: StandingProps) {
  const { t } = useTranslation('erasure');
  const format = useFormat();
  const terms = { purpose: t(`suppression.purposes.${purpose}`), ground: t(`suppression.grounds.${ground}`) };
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm">{t('suppression.standing', { count: points, until: format.date(until), ...terms })}</Text>
      <Button variant="default" loading={busy} onClick={onEnd}>
        {t('suppression.end')}
      </Button>
    </Group>
  );
}

function Terms({ busy, onSet }: { readonly busy: boolean; readonly onSet: (body: object) => void }) {
  const { t } = useTranslation('erasure');
  const [purpose, setPurpose] = useState('no-re-import');
  const [ground, setGround] = useState('');
  const [days, setDays] = useState<number | string>(1095);
  const [tried, setTried] = useState(false);
  const read = http.suppressionBody.safeParse({ purpose, ground, days });
  const wrong = new Set(read.error?.issues.map(({ path }) => path[0]));
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (read.success) onSet(read.data);
      }}
    >
      <Stack gap="sm" maw={480}>
        <NativeSelect
          label={t('suppression.purpose')}
          value={purpose}
          data={http.suppressionPurposes.map((value) => ({ value, label: t(`suppression.purposes.${value}`) }))}
          onChange={(event) => {
            setPurpose(event.currentTarget.value);
          }}
        />
        <NativeSelect
          required
          label={t('suppression.ground')}
          value={ground}
          error={tried && wrong.has('ground') ? t('suppression.groundMissing') : undefined}
          data={[
            { value: '', label: t('suppression.choose') },
            ...http.suppressionGrounds.map((value) => ({ value, label: t(`suppression.grounds.${value}`) })),
          ]}
          onChange={(event) => {
            setGround(event.currentTarget.value);
          }}
        />
        <NumberInput
          required
          label={t('suppression.days')}
          min={1}
          max={3650}
          value={days}
          onChange={setDays}
          error={tried && wrong.has('days') ? t('suppression.daysWrong') : undefined}
        />
        <Group>
          <Button type="submit" variant="default" loading={busy}>
            {t('suppression.set')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
