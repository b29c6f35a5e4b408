import { Button, Group, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { http, purposeCodes } from '@voxkeep/contracts';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { sources, type AuditFilters } from './audit-filters.ts';
import { useActs } from './use-acts.ts';

/** The filters; they stand in the address, so a bookmark keeps them. */
export function AuditFilterRow({ filters }: { readonly filters: AuditFilters }) {
  const { t } = useTranslation('audit');
  const { t: common } = useTranslation();
  const explain = useActs();
  const navigate = useNavigate();
  const codes = useQuery({
    queryKey: ['audit-vocabulary'],
    queryFn: ({ signal }) => call('configurator', 'audit/vocabulary', http.auditVocabulary, { signal }),
  });
  const change = (changed: Partial<Record<keyof AuditFilters, string | null>>) => {
    const kept = Object.fromEntries(Object.entries({ ...filters, ...changed }).filter(([, value]) => value));
    void navigate({ to: '/protect/audit', search: kept });
  };
  const choices: readonly (readonly [
    'action' | 'objectKind' | 'purpose' | 'source',
    readonly string[],
    (code: string) => string,
  ])[] = [
    ['action', codes.data?.actions ?? [], explain.act],
    ['objectKind', codes.data?.objectKinds ?? [], explain.objectKind],
    ['purpose', purposeCodes, explain.purpose],
    ['source', sources, explain.source],
  ];
  return (
    <Group role="search" align="flex-end" gap="sm" className="no-print">
      {choices.map(([name, values, label]) => (
        <Select
          key={name}
          label={t(`filters.${name}`)}
          placeholder={t('filters.any')}
          clearable
          searchable={name === 'action'}
          clearButtonProps={{ 'aria-label': common('action.clearField') }}
          nothingFoundMessage={t('filters.none')}
          w={name === 'action' ? 240 : 170}
          value={filters[name] ?? null}
          data={labelled(values, label)}
          onChange={(value) => {
            change({ [name]: value });
          }}
        />
      ))}
      <ReferenceInput name="actor" filters={filters} change={change} />
      <ReferenceInput name="subject" filters={filters} change={change} />
      <ReferenceInput name="objectId" filters={filters} change={change} />
      {(['from', 'to'] as const).map((name) => (
        <TextInput
          key={name}
          label={t(`filters.${name}`)}
          type="date"
          w={150}
          value={filters[name] ?? ''}
          onChange={(event) => {
            change({ [name]: event.currentTarget.value });
          }}
        />
      ))}
      <Button variant="subtle" onClick={() => void navigate({ to: '/protect/audit', search: {} })}>
        {common('action.clear')}
      </Button>
    </Group>
  );
}

interface ReferenceProps {
  readonly name: 'actor' | 'subject' | 'objectId';
  readonly filters: AuditFilters;
  readonly change: (changed: Partial<Record<keyof AuditFilters, string | null>>) => void;
}

/** A reference is taken when it is complete: on Enter or when the field is left. */
function ReferenceInput({ name, filters, change }: ReferenceProps) {
  const { t } = useTranslation('audit');
  const given = filters[name] ?? '';
  const [typed, setTyped] = useState(given);
  useEffect(() => {
    setTyped(given);
  }, [given]);
  const take = () => {
    if (typed.trim() !== given) change({ [name]: typed.trim() });
  };
  return (
    <TextInput
      label={t(`filters.${name}`)}
      placeholder={t('filters.reference')}
      autoComplete="off"
      w={200}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
      }}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take();
      }}
    />
  );
}

/** Choices by their words; the code is added where two read the same. */
function labelled(values: readonly string[], label: (code: string) => string) {
  const seen = new Map<string, number>();
  for (const value of values) seen.set(label(value), (seen.get(label(value)) ?? 0) + 1);
  return values
    .map((value) => ({ value, label: (seen.get(label(value)) ?? 0) > 1 ? `${label(value)} (${value})` : label(value) }))
    .sort((a, b) => a.label.localeCompare(b.label));
}
