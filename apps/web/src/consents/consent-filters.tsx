import { Button, Checkbox, Group, SegmentedControl, Select, TextInput } from '@mantine/core';
import { consentStates, purposeCodes } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-words.ts';
import { emptyQuery, type LedgerQuery } from './ledger-query.ts';

interface FiltersProps {
  readonly busy: boolean;
  /** What the server said, by field. */
  readonly faults: Readonly<Record<string, string>>;
  readonly onSearch: (query: LedgerQuery) => void;
}

/** What to look for in the ledger, and why. All of it is sent in a body; none of it stands in an address. */
export function ConsentFilters({ busy, faults, onSearch }: FiltersProps) {
  const { t } = useTranslation('consents');
  const { t: common } = useTranslation();
  const { word } = useWords();
  const [query, setQuery] = useState<LedgerQuery>(emptyQuery);
  const set = (changed: Partial<LedgerQuery>) => {
    setQuery((before) => ({ ...before, ...changed }));
  };
  const clear = { clearable: true, clearButtonProps: { 'aria-label': common('action.clearField') } };
  const purposes = purposeCodes.map((value) => ({ value, label: common(`purpose.codes.${value}`) }));
  return (
    <form
      role="search"
      className="no-print"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(query);
      }}
    >
      <Group align="flex-start" gap="sm">
        <Select
          label={t('filters.why')}
          required
          allowDeselect={false}
          w={210}
          error={faults['statedPurpose.code'] ?? faults['statedPurpose']}
          value={query.why}
          data={purposes}
          onChange={(value) => {
            set({ why: value });
          }}
        />
        <SegmentedControl
          aria-label={t('filters.by')}
          mt="var(--beside-label)"
          value={query.kind}
          data={[
            { value: 'phone', label: t('filters.phone') },
            { value: 'email', label: t('filters.email') },
          ]}
          onChange={(value) => {
            set({ kind: value === 'email' ? 'email' : 'phone', value: '' });
          }}
        />
        <TextInput
          label={t(`filters.${query.kind}`)}
          description={t('filters.whole')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          type={query.kind === 'phone' ? 'tel' : 'email'}
          autoComplete="off"
          w={210}
          error={faults[query.kind]}
          value={query.value}
          onChange={(event) => {
            set({ value: event.currentTarget.value });
          }}
        />
        <Select
          label={t('filters.purpose')}
          placeholder={t('filters.any')}
          w={190}
          value={query.purpose}
          data={purposes}
          onChange={(value) => {
            set({ purpose: value });
          }}
          {...clear}
        />
        <Select
          label={t('filters.state')}
          placeholder={t('filters.any')}
          w={140}
          value={query.state}
          data={consentStates.map((value) => ({ value, label: word('consentState', value) }))}
          onChange={(value) => {
            set({ state: value });
          }}
          {...clear}
        />
        <TextInput
          label={t('filters.wording')}
          w={140}
          maxLength={40}
          value={query.wordingVersion}
          onChange={(event) => {
            set({ wordingVersion: event.currentTarget.value });
          }}
        />
        {(['from', 'to'] as const).map((end) => (
          <TextInput
            key={end}
            type="date"
            label={t(`filters.${end}`)}
            error={faults[end]}
            value={query[end]}
            onChange={(event) => {
              set({ [end]: event.currentTarget.value });
            }}
          />
        ))}
        <Checkbox
          label={t('filters.archived')}
          mt="calc(var(--beside-label) + 8px)"
          checked={query.archived}
          onChange={(event) => {
            set({ archived: event.currentTarget.checked });
          }}
        />
        <Button type="submit" mt="var(--beside-label)" loading={busy}>
          {t('filters.submit')}
        </Button>
      </Group>
    </form>
  );
}
