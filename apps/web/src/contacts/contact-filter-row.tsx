import { Button, Group, Select, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { recordingOutcomes } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChoices } from '../configure/choices.ts';
import type { ContactFilters } from './search-state.ts';

interface FiltersProps {
  readonly filters: ContactFilters;
  readonly phone: string;
  readonly fault: string | undefined;
  readonly onPhone: (phone: string) => void;
}

/** The filters in one row. All but the phone number stand in the address; the number is sent in a body only. */
export function ContactFilterRow({ filters, phone, fault, onPhone }: FiltersProps) {
  const { t } = useTranslation('contacts');
  const { t: common } = useTranslation();
  const navigate = useNavigate();
  const queues = useChoices('queues');
  const [typed, setTyped] = useState(phone);
  const change = (changed: Partial<Record<keyof ContactFilters, string | null>>) => {
    const kept = Object.fromEntries(Object.entries({ ...filters, ...changed }).filter(([, value]) => value));
    void navigate({ to: '/contacts', search: kept });
  };
  const clear = () => {
    setTyped('');
    onPhone('');
    void navigate({ to: '/contacts', search: {} });
  };
  const clearButtonProps = { 'aria-label': common('action.clearField') };
  return (
    <form
      role="search"
      className="no-print"
      onSubmit={(event) => {
        event.preventDefault();
        onPhone(typed.trim());
      }}
    >
      <Group align="flex-start" gap="sm">
        <TextInput
          label={t('filters.phone')}
          placeholder={t('filters.phoneHint')}
          type="tel"
          autoComplete="off"
          w={190}
          error={fault}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
          }}
        />
        <Select
          label={t('filters.queue')}
          placeholder={t('filters.any')}
          clearable
          clearButtonProps={clearButtonProps}
          w={150}
          value={filters.queueId ?? null}
          data={queues}
          onChange={(value) => {
            change({ queueId: value });
          }}
        />
        <Select
          label={t('filters.outcome')}
          placeholder={t('filters.any')}
          clearable
          clearButtonProps={clearButtonProps}
          w={150}
          value={filters.outcome ?? null}
          data={recordingOutcomes.map((value) => ({ value, label: t(`outcomes.${value}`) }))}
          onChange={(value) => {
            change({ outcome: value });
          }}
        />
        <TextInput
          label={t('filters.from')}
          type="date"
          w={140}
          value={filters.from ?? ''}
          onChange={(event) => {
            change({ from: event.currentTarget.value });
          }}
        />
        <TextInput
          label={t('filters.to')}
          type="date"
          w={140}
          value={filters.to ?? ''}
          onChange={(event) => {
            change({ to: event.currentTarget.value });
          }}
        />
        <Button type="submit" mt="var(--beside-label)">
          {common('action.search')}
        </Button>
        <Button variant="subtle" mt="var(--beside-label)" onClick={clear}>
          {common('action.clear')}
        </Button>
      </Group>
    </form>
  );
}
