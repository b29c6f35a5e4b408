import { Select, TextInput } from '@mantine/core';
import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { useChoices } from './choices.ts';
import type { SettingForm, SettingKind } from './setting-kind.ts';
import { SettingList } from './setting-list.tsx';
import { SettingPage } from './setting-page.tsx';

type Body = z.output<typeof http.queueBody>;

const kind: SettingKind<Body> = {
  api: 'queues',
  texts: 'queues',
  objectType: 'queue',
  row: http.queueRow,
  body: http.queueBody,
  initial: { name: '', recordingPolicyId: null, consentPolicyId: null },
  useColumns: useQueueColumns,
  Fields: QueueFields,
};

function useQueueColumns() {
  const { t } = useTranslation('configure');
  const recording = useChoices('recording-policies');
  const consent = useChoices('consent-policies');
  const nameIn = (choices: typeof recording, id: string | null) => choices.find(({ value }) => value === id)?.label ?? t('none');
  return [
    { title: t('queues.recordingPolicy'), cell: (row: Body) => nameIn(recording, row.recordingPolicyId) },
    { title: t('queues.consentPolicy'), cell: (row: Body) => nameIn(consent, row.consentPolicyId) },
  ];
}

function QueueFields({ form, readOnly }: { readonly form: SettingForm<Body>; readonly readOnly: boolean }) {
  const { t } = useTranslation('configure');
  const { t: common } = useTranslation();
  const clearing = { clearable: !readOnly, clearButtonProps: { 'aria-label': common('action.clearField') }, readOnly };
  return (
    <>
      <TextInput label={t('queues.name')} required readOnly={readOnly} {...form.getInputProps('name')} />
      <Select
        label={t('queues.recordingPolicy')}
        placeholder={t('queues.noPolicy')}
        data={useChoices('recording-policies')}
        {...clearing}
        {...form.getInputProps('recordingPolicyId')}
      />
      <Select
        label={t('queues.consentPolicy')}
        placeholder={t('none')}
        data={useChoices('consent-policies')}
        {...clearing}
        {...form.getInputProps('consentPolicyId')}
      />
    </>
  );
}

/** The queues. */
export function QueuesPage() {
  return <SettingList kind={kind} />;
}

/** One queue. */
export function QueuePage() {
  return <SettingPage kind={kind} />;
}
