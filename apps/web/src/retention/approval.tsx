import { Alert, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import type { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/client.ts';
import { useSay } from '../ui/say.ts';
import { Refused } from '../ui/states.tsx';
import { recordsDue } from './figures.ts';
import { useAct } from './retention-data.ts';

/** Approves a rehearsal after the number of records that go was typed. */
export function Approval({ rehearsal }: { readonly rehearsal: http.Rehearsal }) {
  const { t } = useTranslation('retention');
  const say = useSay();
  const [typed, setTyped] = useState('');
  const records = recordsDue(rehearsal);
  const approve = useAct(() => {
    say(t('approval.done'));
  });
  const fits = typed.replaceAll(/[\s.,]/g, '') === String(records);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (fits) approve.mutate({ path: 'approval', method: 'POST', body: { rehearsalId: rehearsal.id, records } });
      }}
    >
      <Stack gap="sm" maw={560}>
        <Title order={3}>{t('approval.title')}</Title>
        <Text size="sm">{t('approval.text')}</Text>
        <ApprovalRefusal error={approve.error} />
        <TextInput
          label={t('approval.label')}
          description={t('approval.hint', { count: records })}
          autoComplete="off"
          inputMode="numeric"
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
          }}
        />
        <Group>
          <Button type="submit" color="red" disabled={!fits} loading={approve.isPending}>
            {t('approval.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function ApprovalRefusal({ error }: { readonly error: unknown }) {
  const { t } = useTranslation('retention');
  const code = error instanceof ApiProblem ? error.code : '';
  if (code !== 'session.stale' && !code.startsWith('retention.')) return <Refused error={error} />;
  return (
    <Alert role="alert" color="yellow" variant="outline">
      {t(code === 'session.stale' ? 'approval.stale' : 'approval.changed')}
    </Alert>
  );
}
