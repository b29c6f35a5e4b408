import { Button, Group, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { http, languages } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { call } from '../api/client.ts';
import { useWords } from '../i18n/use-words.ts';
import { Block } from '../ui/block.tsx';
import { fieldErrors, schemaErrors } from '../ui/field-errors.ts';
import { focusFirst } from '../ui/focus-first.ts';
import { useSay } from '../ui/say.ts';
import { Refused } from '../ui/states.tsx';

/** Adds the text of a version in one language. */
export function WordingForm({ onAdded }: { readonly onAdded: () => void }) {
  const { t } = useTranslation('consents');
  const { fault } = useWords();
  const say = useSay();
  const initialValues: z.output<typeof http.consentWordingBody> = { version: '', language: 'en', wording: '' };
  const form = useForm({ initialValues, validate: (values) => schemaErrors(http.consentWordingBody, values, fault) });
  const add = useMutation({
    mutationFn: (body: object) => call('configurator', 'consent-wordings', http.created, { method: 'POST', body }),
    onSuccess: () => {
      say(t('wordings.added'));
      form.setFieldValue('wording', '');
      form.resetDirty();
      onAdded();
    },
    onError: (error) => {
      form.setErrors(fieldErrors(error, fault));
    },
  });
  const submit = form.onSubmit((values) => {
    add.mutate(values);
  }, focusFirst(form));
  return (
    <Block title={t('wordings.add')}>
      <form noValidate onSubmit={submit}>
        <Stack maw={640}>
          <Refused error={add.error} />
          <Group align="flex-start">
            <TextInput label={t('wordings.version')} required maxLength={40} w={200} {...form.getInputProps('version')} />
            <Select
              label={t('wordings.language')}
              required
              allowDeselect={false}
              w={160}
              data={languages.map((value) => ({ value, label: t(`wordings.languageNames.${value}`) }))}
              {...form.getInputProps('language')}
            />
          </Group>
          <Textarea
            label={t('wordings.wording')}
            required
            autosize
            minRows={4}
            maxLength={4000}
            {...form.getInputProps('wording')}
          />
          <Group>
            <Button type="submit" loading={add.isPending}>
              {t('wordings.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Block>
  );
}
