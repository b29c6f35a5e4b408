import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { PlanRefusal, type PlanStepProps } from './approval.tsx';

const word = 'ERASE';

/** Carries out an approved plan after the word was typed. */
export function Execution({ shown, planHash, onChanged }: PlanStepProps) {
  const { t } = useTranslation('protect');
  const [typed, setTyped] = useState('');
  const execute = useMutation({
    mutationFn: () =>
      call('data-protection', `cases/${shown.id}/erasure`, z.unknown(), { method: 'POST', body: { planHash, confirm: word } }),
    onSettled: onChanged,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (typed === word) execute.mutate();
      }}
    >
      <Stack gap="sm" maw={560}>
        <Text size="sm">{t('erasure.approved', { name: shown.approvedBy ?? '' })}</Text>
        <PlanRefusal error={execute.error} />
        <TextInput
          label={t('erasure.confirm')}
          description={t('erasure.executeText', { word })}
          autoComplete="off"
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
          }}
        />
        <Group>
          <Button type="submit" color="red" disabled={typed !== word} loading={execute.isPending}>
            {t('erasure.execute')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
