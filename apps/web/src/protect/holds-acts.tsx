import { Alert, Button, Group, NativeSelect, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { ApiProblem, call } from '../api/client.ts';
import { Refused } from '../ui/states.tsx';

type Reason = (typeof http.releaseReasons)[number];
type Act = 'approve' | 'refuse' | 'keep' | 'askRelease' | 'release';
const paths: Readonly<Record<Act, string>> = {
  approve: 'approval',
  refuse: 'refusal',
  keep: 'review',
  askRelease: 'release',
  release: 'release-approval',
};
const actsOf: Readonly<Record<http.HoldRow['state'], readonly Act[]>> = {
  proposed: ['approve', 'refuse'],
  active: ['keep', 'askRelease'],
  'release-proposed': ['release'],
  released: [],
  refused: [],
};

/** What may be done with a hold in its state. The server holds to it that a second person approves and releases. */
export function HoldActs({ hold, onChanged }: { readonly hold: http.HoldRow; readonly onChanged: () => Promise<void> }) {
  const { t } = useTranslation('erasure');
  const [reason, setReason] = useState<Reason>('matter-closed');
  const act = useMutation({
    mutationFn: (one: Act) => {
      const body = one === 'keep' ? { reviewDays: 90 } : one === 'askRelease' ? { reason } : {};
      return call('data-protection', `holds/${hold.id}/${paths[one]}`, z.unknown(), { method: 'POST', body });
    },
    onSettled: onChanged,
  });
  return (
    <Stack gap="xs">
      <HoldRefusal error={act.error} />
      {hold.state === 'active' && (
        <NativeSelect
          size="xs"
          aria-label={t('holds.releaseReason')}
          value={reason}
          data={http.releaseReasons.map((value) => ({ value, label: t(`holds.reasons.${value}`) }))}
          onChange={(event) => {
            setReason(http.releaseReasons.find((one) => one === event.currentTarget.value) ?? 'matter-closed');
          }}
        />
      )}
      <Group gap="xs">
        {actsOf[hold.state].map((one) => (
          <Button
            key={one}
            size="xs"
            variant="default"
            aria-label={t('holds.of', { act: t(`holds.${one}`), number: hold.number })}
            loading={act.isPending && act.variables === one}
            onClick={() => {
              act.mutate(one);
            }}
          >
            {t(`holds.${one}`)}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}

/** What a hold was refused for, said in place. */
export function HoldRefusal({ error }: { readonly error: unknown }) {
  const { t } = useTranslation('erasure');
  const code = error instanceof ApiProblem ? error.code : undefined;
  const known = code === 'hold.same-person' ? 'samePerson' : code === 'hold.erasure-running' ? 'erasureRunning' : undefined;
  if (!known) return <Refused error={error} />;
  return (
    <Alert role="alert" color="yellow" variant="outline">
      {t(`holds.${known}`)}
    </Alert>
  );
}
