import { Button, Group, Modal, Select, Stack, TagsInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { http, languages } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { useWords } from '../i18n/use-words.ts';
import { fieldErrors, schemaErrors } from '../ui/field-errors.ts';
import { useSay } from '../ui/say.ts';
import { Refused } from '../ui/states.tsx';
import { focusFirst } from '../ui/focus-first.ts';

type Body = z.output<typeof http.directoryEntryBody>;

/** A new entry of the directory. */
export function NewEntry({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('work');
  const { t: common } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('directory.new')}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      <EntryForm onClose={onClose} />
    </Modal>
  );
}

function EntryForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('work');
  const { t: common } = useTranslation();
  const { fault } = useWords();
  const say = useSay();
  const initialValues: Body = { fullName: '', phones: [], emails: [], language: 'en' };
  const form = useForm({ initialValues, validate: (values) => schemaErrors(http.directoryEntryBody, values, fault) });
  const create = useMutation({
    mutationFn: (body: Body) => call('operations', 'directory/entries', z.unknown(), { method: 'POST', body }),
    onSuccess: () => {
      say(t('directory.created'));
      onClose();
    },
    onError: (error) => {
      form.setErrors(fieldErrors(error, fault));
    },
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) => {
        create.mutate(values);
      }, focusFirst(form))}
    >
      <Stack>
        <Refused error={create.error} />
        <TextInput
          label={t('directory.fullName')}
          required
          autoComplete="off"
          data-autofocus
          {...form.getInputProps('fullName')}
        />
        <TagsInput
          label={t('directory.phones')}
          description={t('directory.tags')}
          inputMode="tel"
          acceptValueOnBlur
          {...form.getInputProps('phones')}
        />
        <TagsInput
          label={t('directory.emails')}
          description={t('directory.tags')}
          inputMode="email"
          acceptValueOnBlur
          {...form.getInputProps('emails')}
        />
        <Select
          label={t('directory.language')}
          allowDeselect={false}
          data={languages.map((value) => ({ value, label: t(`directory.languages.${value}`) }))}
          {...form.getInputProps('language')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common('action.cancel')}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {common('action.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
