import { Button, Group, Radio, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { http, purposeCodes } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { useWords } from '../i18n/use-words.ts';
import { fieldErrors, schemaErrors } from '../ui/field-errors.ts';
import { focusFirst } from '../ui/focus-first.ts';
import { AnchorLink } from '../ui/links.tsx';
import { Page } from '../ui/page.tsx';
import { useSay } from '../ui/say.ts';
import { Refused } from '../ui/states.tsx';
import { UnsavedGuard } from '../ui/unsaved.tsx';
import { useEvidence } from './consent-marks.tsx';
import { emptyEntry, entryBody, type TypedEntry } from './typed-entry.ts';

/** Adds what somebody said for all calls of a number or address. */
export function NewConsentPage() {
  const { t } = useTranslation('consents');
  const { t: common } = useTranslation();
  const { fault } = useWords();
  const evidence = useEvidence();
  const form = useForm<TypedEntry>({
    initialValues: emptyEntry,
    validate: (values) => schemaErrors(http.consentEntryBody, entryBody(values), fault),
  });
  const add = useAdding();
  const submit = form.onSubmit((values) => {
    add.mutate(entryBody(values), {
      onError: (error) => {
        form.setErrors(fieldErrors(error, fault));
      },
    });
  }, focusFirst(form));
  const { kind } = form.values;
  return (
    <Page title={t('add.title')} parent={<AnchorLink to="/protect/consents">{t('title')}</AnchorLink>}>
      <UnsavedGuard dirty={() => form.isDirty() && !add.isPending && !add.isSuccess} />
      <form noValidate onSubmit={submit}>
        <Stack maw={560}>
          <Text size="sm">{t('add.text')}</Text>
          <Refused error={add.error} />
          <SegmentedControl
            aria-label={t('filters.by')}
            data={[
              { value: 'phone', label: t('filters.phone') },
              { value: 'email', label: t('filters.email') },
            ]}
            {...form.getInputProps('kind')}
          />
          <TextInput
            label={t(`filters.${kind}`)}
            required
            autoComplete="off"
            type={kind === 'phone' ? 'tel' : 'email'}
            {...form.getInputProps('value')}
            error={form.errors[kind] ?? form.errors['phone']}
            data-path={kind}
          />
          <Radio.Group label={t('add.state')} required {...form.getInputProps('state')}>
            <Group mt="xs">
              <Radio value="given" label={t('add.given')} />
              <Radio value="refused" label={t('add.refused')} />
            </Group>
          </Radio.Group>
          <Select
            label={t('columns.purpose')}
            required
            allowDeselect={false}
            data={purposeCodes.map((value) => ({ value, label: common(`purpose.codes.${value}`) }))}
            {...form.getInputProps('purpose')}
          />
          <Select
            label={t('add.evidence')}
            required
            allowDeselect={false}
            data={http.consentEvidence.map((value) => ({ value, label: evidence(value) }))}
            {...form.getInputProps('evidence')}
          />
          <TextInput
            label={t('add.wording')}
            description={t('add.wordingHint')}
            required={form.values.state === 'given'}
            maxLength={40}
            {...form.getInputProps('wordingVersion')}
          />
          <TextInput type="datetime-local" label={t('add.at')} {...form.getInputProps('at')} />
          <TextInput type="date" label={t('add.until')} {...form.getInputProps('validUntil')} />
          <Group>
            <Button type="submit" loading={add.isPending}>
              {t('add.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}

function useAdding() {
  const { t } = useTranslation('consents');
  const say = useSay();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (body: object) => call('operations', 'consents/entries', http.consentEffect, { method: 'POST', body }),
    onSuccess: async ({ id }) => {
      say(t('add.added'));
      await navigate({ to: '/protect/consents/$id', params: { id }, replace: true, ignoreBlocker: true });
    },
  });
}
