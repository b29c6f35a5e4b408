import { Button, Checkbox, Group, Select } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { caseGroups, type CaseFilters } from './case-filters.ts';

/** The filters of the case log in one row. All of them stand in the address: codes, and nothing about a person. */
export function CaseFilterRow({ filters }: { readonly filters: CaseFilters }) {
  const { t } = useTranslation('identity');
  const { t: cases } = useTranslation('protect');
  const { t: common } = useTranslation();
  const navigate = useNavigate();
  const change = (changed: Readonly<Record<string, string | true | null>>) => {
    const kept = Object.fromEntries(Object.entries({ ...filters, ...changed }).filter(([, value]) => Boolean(value)));
    void navigate({ to: '/protect/cases', search: kept });
  };
  const clearButtonProps = { 'aria-label': common('action.clearField') };
  return (
    <Group role="search" align="flex-end" gap="sm" className="no-print">
      <Select
        label={t('filters.kind')}
        placeholder={t('filters.any')}
        clearable
        clearButtonProps={clearButtonProps}
        w={170}
        value={filters.kind ?? null}
        onChange={(kind) => {
          change({ kind });
        }}
        data={http.caseKinds.map((value) => ({ value, label: cases(`cases.kinds.${value}`) }))}
      />
      <Select
        label={t('filters.state')}
        placeholder={t('filters.any')}
        clearable
        clearButtonProps={clearButtonProps}
        w={170}
        value={filters.state ?? null}
        onChange={(state) => {
          change({ state });
        }}
        data={caseGroups.map((value) => ({ value, label: t(`filters.states.${value}`) }))}
      />
      <Checkbox
        label={t('filters.mine')}
        pb={8}
        checked={filters.mine === true}
        onChange={(event) => {
          change({ mine: event.currentTarget.checked || null });
        }}
      />
      {Object.keys(filters).length > 0 && (
        <Button variant="default" onClick={() => void navigate({ to: '/protect/cases', search: {} })}>
          {t('filters.clear')}
        </Button>
      )}
    </Group>
  );
}
