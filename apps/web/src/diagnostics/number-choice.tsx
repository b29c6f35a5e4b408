import { Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { Refused } from '../ui/states.tsx';

const found = http.page(http.directoryRow);
interface NumberChoiceProps {
  readonly chosen: string | undefined;
  readonly onChoose: (contactPointId: string | undefined) => void;
  readonly fault?: string | undefined;
}

/** Finds a customer by a number and lets one of their numbers be chosen; the answers show it masked. */
export function NumberChoice({ chosen, onChoose, fault }: NumberChoiceProps) {
  const { t } = useTranslation('diagnostics');
  const [number, setNumber] = useState('');
  const find = useMutation({ mutationFn: findPoints, gcTime: 0 });
  return (
    <Stack gap="sm">
      <Group align="flex-end" wrap="nowrap">
        <TextInput
          label={t('new.number')}
          description={t('new.numberHint')}
          required
          flex={1}
          autoComplete="off"
          error={find.data || chosen ? undefined : fault}
          value={number}
          onChange={(event) => {
            setNumber(event.currentTarget.value);
          }}
        />
        <Button
          variant="default"
          loading={find.isPending}
          disabled={number.trim().length < 3}
          onClick={() => {
            onChoose(undefined);
            find.mutate(number.trim());
          }}
        >
          {t('new.find')}
        </Button>
      </Group>
      <Refused error={find.error} />
      <div aria-live="polite">
        {find.data?.length === 0 && <Text size="sm">{t('new.nobody')}</Text>}
        {find.data && find.data.length > 0 && (
          <Radio.Group label={t('new.point')} required value={chosen ?? ''} onChange={onChoose} error={fault}>
            <Stack gap="xs" mt="xs">
              {find.data.map(({ id, masked, fullName }) => (
                <Radio key={id} value={id} label={`${fullName}, ${masked}`} />
              ))}
            </Stack>
          </Radio.Group>
        )}
      </div>
    </Stack>
  );
}

async function findPoints(phone: string) {
  const body = { phone, purpose: { code: 'technical-support' } };
  const { items } = await call('operations', 'directory/search', found, { method: 'POST', body });
  const people = new Map(items.map(({ personId, fullName }) => [personId, fullName]));
  const choices = await Promise.all(
    [...people].map(async ([personId, fullName]) => {
      const points = await call('configurator', 'diagnostic-grants/scope-choices', z.array(http.diagnosticScopeChoice), {
        method: 'POST',
        body: { personId },
      });
      return points.map((point) => ({ ...point, fullName }));
    }),
  );
  return choices.flat();
}
