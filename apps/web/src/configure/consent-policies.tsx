import { NumberInput, Switch, TextInput } from '@mantine/core';
import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { orNull } from './empty-as-null.ts';
import type { SettingForm, SettingKind } from './setting-kind.ts';
import { SettingList } from './setting-list.tsx';
import { SettingPage } from './setting-page.tsx';

type Body = z.output<typeof http.consentPolicyBody>;

const kind: SettingKind<Body> = {
  api: 'consent-policies',
  texts: 'consentPolicies',
  objectType: 'consent-policy',
  row: http.consentPolicyRow,
  body: http.consentPolicyBody,
  initial: {
    name: '',
    wordingVersion: '',
    acceptKey: '1',
    rejectKey: '2',
    withdrawalSequence: null,
    windowSeconds: 15,
    acceptStanding: false,
  },
  useColumns: usePolicyColumns,
  Fields: PolicyFields,
};

function usePolicyColumns() {
  const { t } = useTranslation('configure');
  return [
    { title: t('consentPolicies.wordingVersion'), cell: (row: Body) => row.wordingVersion },
    { title: t('consentPolicies.acceptKey'), cell: (row: Body) => row.acceptKey },
    { title: t('consentPolicies.rejectKey'), cell: (row: Body) => row.rejectKey },
    { title: t('consentPolicies.withdrawalSequence'), cell: (row: Body) => row.withdrawalSequence ?? t('none') },
  ];
}

function PolicyFields({ form, readOnly }: { readonly form: SettingForm<Body>; readonly readOnly: boolean }) {
  const { t } = useTranslation('configure');
  return (
    <>
      <TextInput label={t('consentPolicies.name')} required readOnly={readOnly} {...form.getInputProps('name')} />
      <TextInput
        label={t('consentPolicies.wordingVersion')}
        description={t('consentPolicies.wordingVersionHint')}
        required
        readOnly={readOnly}
        {...form.getInputProps('wordingVersion')}
      />
      <TextInput
        label={t('consentPolicies.acceptKey')}
        description={t('consentPolicies.key')}
        required
        maxLength={1}
        readOnly={readOnly}
        {...form.getInputProps('acceptKey')}
      />
      <TextInput
        label={t('consentPolicies.rejectKey')}
        description={t('consentPolicies.key')}
        required
        maxLength={1}
        readOnly={readOnly}
        {...form.getInputProps('rejectKey')}
      />
      <TextInput
        label={t('consentPolicies.withdrawalSequence')}
        description={t('consentPolicies.withdrawalSequenceHint')}
        maxLength={6}
        readOnly={readOnly}
        data-path="withdrawalSequence"
        error={form.errors['withdrawalSequence']}
        value={form.values.withdrawalSequence ?? ''}
        onChange={(event) => {
          form.setFieldValue('withdrawalSequence', orNull(event.currentTarget.value));
        }}
      />
      <NumberInput
        label={t('consentPolicies.windowSeconds')}
        min={2}
        max={120}
        readOnly={readOnly}
        hideControls
        {...form.getInputProps('windowSeconds')}
      />
      <Switch
        label={t('consentPolicies.acceptStanding')}
        description={t('consentPolicies.acceptStandingHint')}
        disabled={readOnly}
        {...form.getInputProps('acceptStanding', { type: 'checkbox' })}
      />
    </>
  );
}

/** The consent policies. */
export function ConsentPoliciesPage() {
  return <SettingList kind={kind} />;
}

/** One consent policy. */
export function ConsentPolicyPage() {
  return <SettingPage kind={kind} />;
}
