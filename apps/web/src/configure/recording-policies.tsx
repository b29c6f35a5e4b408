import { Select, TextInput } from '@mantine/core';
import { http, recordingModes, withdrawalRules } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { SettingForm, SettingKind } from './setting-kind.ts';
import { SettingList } from './setting-list.tsx';
import { SettingPage } from './setting-page.tsx';

type Body = z.output<typeof http.recordingPolicyBody>;

const kind: SettingKind<Body> = {
  api: 'recording-policies',
  texts: 'recordingPolicies',
  objectType: 'recording-policy',
  row: http.recordingPolicyRow,
  body: http.recordingPolicyBody,
  initial: { name: '', mode: 'only-with-consent', onWithdrawal: 'destroy' },
  useColumns: usePolicyColumns,
  Fields: PolicyFields,
};

function usePolicyColumns() {
  const { t } = useTranslation('configure');
  return [
    { title: t('recordingPolicies.mode'), cell: (row: Body) => t(`recordingPolicies.modes.${row.mode}`) },
    { title: t('recordingPolicies.onWithdrawal'), cell: (row: Body) => t(`recordingPolicies.withdrawals.${row.onWithdrawal}`) },
  ];
}

function PolicyFields({ form, readOnly }: { readonly form: SettingForm<Body>; readonly readOnly: boolean }) {
  const { t } = useTranslation('configure');
  return (
    <>
      <TextInput label={t('recordingPolicies.name')} required readOnly={readOnly} {...form.getInputProps('name')} />
      <Select
        label={t('recordingPolicies.mode')}
        allowDeselect={false}
        readOnly={readOnly}
        data={recordingModes.map((value) => ({ value, label: t(`recordingPolicies.modes.${value}`) }))}
        {...form.getInputProps('mode')}
      />
      <Select
        label={t('recordingPolicies.onWithdrawal')}
        allowDeselect={false}
        readOnly={readOnly}
        data={withdrawalRules.map((value) => ({ value, label: t(`recordingPolicies.withdrawals.${value}`) }))}
        {...form.getInputProps('onWithdrawal')}
      />
    </>
  );
}

/** The recording policies. */
export function RecordingPoliciesPage() {
  return <SettingList kind={kind} />;
}

/** One recording policy. */
export function RecordingPolicyPage() {
  return <SettingPage kind={kind} />;
}
