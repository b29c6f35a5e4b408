import { NumberInput, Select, Switch, TagsInput, TextInput } from '@mantine/core';
import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { useChoices } from './choices.ts';
import { orNull, orNullNumber } from './empty-as-null.ts';
import type { SettingForm, SettingKind } from './setting-kind.ts';
import { SettingList } from './setting-list.tsx';
import { RefusedCodecs } from './refused-codecs.tsx';
import { TrunkNotices } from './trunk-notices.tsx';
import { SettingPage } from './setting-page.tsx';

type Body = z.output<typeof http.trunkBody>;

const kind: SettingKind<Body> = {
  api: 'trunks',
  texts: 'trunks',
  objectType: 'trunk',
  row: http.trunkRow,
  body: http.trunkBody,
  initial: {
    name: '',
    sourceNetworks: [],
    customerIs: 'external-number',
    ownNumberPrefixes: [],
    region: 'EE',
    queueId: null,
    askedBeforeSeconds: null,
    contactKeyHeader: null,
    gate: 'receive',
    acceptsUnmarked: false,
  },
  useColumns: useTrunkColumns,
  Known: TrunkKnown,
  Fields: TrunkFields,
};

function useTrunkColumns() {
  const { t } = useTranslation('configure');
  const queues = useChoices('queues');
  return [
    { title: t('trunks.sourceNetworks'), cell: (row: Body) => row.sourceNetworks.join(', ') },
    {
      title: t('trunks.queue'),
      cell: (row: Body) => queues.find(({ value }) => value === row.queueId)?.label ?? t('trunks.noQueue'),
    },
  ];
}

function TrunkFields({ form, readOnly }: { readonly form: SettingForm<Body>; readonly readOnly: boolean }) {
  const { t } = useTranslation('configure');
  const { t: common } = useTranslation();
  const queues = useChoices('queues');
  return (
    <>
      <TextInput label={t('trunks.name')} required readOnly={readOnly} {...form.getInputProps('name')} />
      <TagsInput
        label={t('trunks.sourceNetworks')}
        description={t('trunks.sourceNetworksHint')}
        required
        readOnly={readOnly}
        acceptValueOnBlur
        {...form.getInputProps('sourceNetworks')}
      />
      <Select
        label={t('trunks.customerIs')}
        allowDeselect={false}
        readOnly={readOnly}
        data={(['first-stream', 'second-stream', 'external-number'] as const).map((value) => ({
          value,
          label: t(`trunks.customers.${value}`),
        }))}
        {...form.getInputProps('customerIs')}
      />
      <TagsInput
        label={t('trunks.ownNumberPrefixes')}
        description={t('trunks.ownNumberPrefixesHint')}
        readOnly={readOnly}
        acceptValueOnBlur
        {...form.getInputProps('ownNumberPrefixes')}
      />
      <TextInput
        label={t('trunks.region')}
        description={t('trunks.regionHint')}
        required
        readOnly={readOnly}
        maxLength={2}
        {...form.getInputProps('region')}
      />
      <Select
        label={t('trunks.queue')}
        placeholder={t('trunks.noQueue')}
        clearable={!readOnly}
        clearButtonProps={{ 'aria-label': common('action.clearField') }}
        readOnly={readOnly}
        data={queues}
        {...form.getInputProps('queueId')}
      />
      <NumberInput
        label={t('trunks.askedBefore')}
        description={t('trunks.askedBeforeHint')}
        min={1}
        max={120}
        readOnly={readOnly}
        hideControls
        data-path="askedBeforeSeconds"
        error={form.errors['askedBeforeSeconds']}
        value={form.values.askedBeforeSeconds ?? ''}
        onChange={(value) => {
          form.setFieldValue('askedBeforeSeconds', orNullNumber(value));
        }}
      />
      <TextInput
        label={t('trunks.contactKeyHeader')}
        description={t('trunks.contactKeyHeaderHint')}
        readOnly={readOnly}
        data-path="contactKeyHeader"
        error={form.errors['contactKeyHeader']}
        value={form.values.contactKeyHeader ?? ''}
        onChange={(event) => {
          form.setFieldValue('contactKeyHeader', orNull(event.currentTarget.value));
        }}
      />
      <Select
        label={t('trunks.gate')}
        allowDeselect={false}
        readOnly={readOnly}
        data={(['receive', 'inactive'] as const).map((value) => ({ value, label: t(`trunks.gates.${value}`) }))}
        {...form.getInputProps('gate')}
      />
      <Switch
        label={t('trunks.acceptsUnmarked')}
        description={t('trunks.acceptsUnmarkedHint')}
        disabled={readOnly}
        {...form.getInputProps('acceptsUnmarked', { type: 'checkbox' })}
      />
    </>
  );
}

function TrunkKnown({ id }: { readonly id: string }) {
  return (
    <>
      <TrunkNotices id={id} />
      <RefusedCodecs id={id} />
    </>
  );
}

/** The trunks: where calls to record come from. */
export function TrunksPage() {
  return <SettingList kind={kind} />;
}

/** One trunk. */
export function TrunkPage() {
  return <SettingPage kind={kind} />;
}
