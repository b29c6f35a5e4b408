import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { ApiProblem, call } from '../api/client.ts';
import { Block } from '../ui/block.tsx';
import { useSay } from '../ui/say.ts';
import { Refused } from '../ui/states.tsx';

type Act = 'approval' | 'refusal' | 'end' | 'shredding';
interface GrantActsProps {
  readonly shown: http.DiagnosticGrantDetail;
  readonly onChanged: () => Promise<void>;
}

/** What can be done with a request in its state: decide on it, end it, destroy its stream. */
export function GrantActs({ shown, onChanged }: GrantActsProps) {
  const { t } = useTranslation('diagnostics');
  const act = useAct(shown.id, onChanged);
  const button = (name: Act, label: string, more: object = {}) => (
    <Button
      loading={act.isPending && act.variables === name}
      onClick={() => {
        act.mutate(name);
      }}
      {...more}
    >
      {label}
    </Button>
  );
  if (shown.state === 'requested') {
    return (
      <Block title={t('detail.decideTitle')}>
        <ActRefusal error={act.error} />
        <Text size="sm" id="decision-reason">
          {t(shown.own ? 'detail.decideOwn' : 'detail.decideText')}
        </Text>
        <Group>
          {button('approval', t('detail.approve'), { disabled: shown.own, 'aria-describedby': 'decision-reason' })}
          {button('refusal', t(shown.own ? 'detail.takeBack' : 'detail.refuse'), { variant: 'default' })}
        </Group>
      </Block>
    );
  }
  if (shown.state === 'open') {
    return (
      <Group>
        <ActRefusal error={act.error} />
        {button('end', t('detail.end'), { color: 'red' })}
      </Group>
    );
  }
  if (shown.state !== 'ended') return null;
  return (
    <Group>
      <ActRefusal error={act.error} />
      {button('shredding', t('detail.shred'), { color: 'red', variant: 'outline', 'aria-describedby': 'shred-text' })}
      <Text size="sm" id="shred-text">
        {t('detail.shredText')}
      </Text>
    </Group>
  );
}

function useAct(id: string, onChanged: () => Promise<void>) {
  const { t } = useTranslation('diagnostics');
  const say = useSay();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (act: Act) => call('configurator', `diagnostic-grants/${id}/${act}`, z.unknown(), { method: 'POST' }),
    onSuccess: () => {
      say(t('detail.done'));
    },
    onSettled: async () => {
      await onChanged();
      await queries.invalidateQueries({ queryKey: ['diagnostic-switch'] });
      await queries.invalidateQueries({ queryKey: ['diagnostic-grants'] });
    },
  });
}

function ActRefusal({ error }: { readonly error: unknown }) {
  const { t } = useTranslation('diagnostics');
  const code = error instanceof ApiProblem ? error.code : '';
  if (code !== 'session.stale' && code !== 'diagnostic-grant.same-person') return <Refused error={error} />;
  return (
    <Alert role="alert" color="yellow" variant="outline">
      {t(code === 'session.stale' ? 'detail.stale' : 'detail.decideOwn')}
    </Alert>
  );
}
