import { Button, Group, NativeSelect, NumberInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { HoldRefusal } from './holds-acts.tsx';
import { bodyOf, emptyHold, type TypedHold } from './holds-typed.ts';

/** Proposes a hold. Errors stand at their fields; ids are copied from addresses, never names or numbers. */
export function HoldForm({ onPlaced }: { readonly onPlaced: () => Promise<void> }) {
  const { t } = useTranslation('erasure');
  const [typed, setTyped] = useState<TypedHold>(emptyHold);
  const [tried, setTried] = useState(false);
  const { body, wrong } = bodyOf(typed);
  const place = useMutation({
    mutationFn: () => call('data-protection', 'holds', http.created, { method: 'POST', body }),
    onSuccess: onPlaced,
  });
  const field = (name: keyof TypedHold) => ({
    value: typed[name],
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => {
      const { value } = event.currentTarget;
      setTyped((before) => ({ ...before, [name]: value }));
    },
  });
  const fault = (name: 'matter' | 'id' | 'period' | 'days') =>
    tried && wrong.includes(name) ? t(`holds.form.${name}Wrong`) : undefined;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (wrong.length === 0) place.mutate();
      }}
    >
      <Stack>
        <HoldRefusal error={place.error} />
        <TextInput
          required
          label={t('holds.form.matter')}
          description={t('holds.form.matterHint')}
          error={fault('matter')}
          autoComplete="off"
          {...field('matter')}
        />
        <NativeSelect
          label={t('holds.form.basis')}
          data={http.holdBases.map((value) => ({ value, label: t(`holds.bases.${value}`) }))}
          {...field('basis')}
        />
        <NativeSelect
          label={t('holds.form.contact')}
          data={http.holdContacts.map((value) => ({ value, label: t(`contacts.${value}`) }))}
          {...field('contactRole')}
        />
        <NativeSelect
          label={t('holds.form.kind')}
          data={http.holdScopeKinds.map((value) => ({ value, label: t(`holds.kinds.${value}`) }))}
          {...field('kind')}
        />
        <TextInput
          required
          label={t('holds.form.id')}
          description={t('holds.form.idHint')}
          error={fault('id')}
          autoComplete="off"
          {...field('keyId')}
        />
        <Group grow align="flex-start">
          <TextInput type="date" label={t('holds.form.from')} error={fault('period')} {...field('from')} />
          <TextInput type="date" label={t('holds.form.to')} {...field('to')} />
        </Group>
        <NumberInput
          label={t('holds.form.days')}
          min={1}
          max={180}
          error={fault('days')}
          value={typed.days}
          onChange={(value) => {
            setTyped((before) => ({ ...before, days: String(value) }));
          }}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={place.isPending}>
            {t('holds.form.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
