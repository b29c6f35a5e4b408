import { ActionIcon, Button, Group, MultiSelect, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { call } from '../api/client.ts';
import { useWords } from '../i18n/use-words.ts';
import { useSession } from '../session/session.tsx';
import { fieldErrors, schemaErrors } from '../ui/field-errors.ts';
import { AnchorLink } from '../ui/links.tsx';
import { Page } from '../ui/page.tsx';
import { NoRight, Refused } from '../ui/states.tsx';
import { UnsavedGuard } from '../ui/unsaved.tsx';
import { useRoles } from './choices.ts';
import { OneTimePassword } from './one-time-password.tsx';
import { focusFirst } from '../ui/focus-first.ts';

type Body = z.output<typeof http.newUserBody>;
const kinds = ['aor', 'extension', 'login', 'cti-id'] as const;

/** Creates a user. The one-time password is shown once, in the answer. */
export function NewUserPage() {
  const { t } = useTranslation('configure');
  const { t: common } = useTranslation();
  const { fault, word } = useWords();
  const { holds } = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const roles = useRoles();
  const [issued, setIssued] = useState<string>();
  const initialValues: Body = { login: '', displayName: '', roleCodes: [], addresses: [] };
  const form = useForm<Body>({ initialValues, validate: (values) => schemaErrors(http.newUserBody, values, fault) });
  const create = useMutation({
    mutationFn: (values: Body) =>
      call('configurator', 'users', http.newUserAnswer, { method: 'POST', body: http.newUserBody.parse(values) }),
    gcTime: 0,
    onSuccess: ({ oneTimePassword }) => {
      form.resetDirty();
      setIssued(oneTimePassword);
      return queries.invalidateQueries({ queryKey: ['users'] });
    },
    onError: (error) => {
      form.setErrors(fieldErrors(error, fault));
    },
  });
  if (!holds('user', 'create')) return <NoRight />;
  return (
    <Page title={t('users.new')} parent={<AnchorLink to="/configure/users">{t('users.title')}</AnchorLink>}>
      <UnsavedGuard dirty={() => form.isDirty() && issued === undefined} />
      <form
        noValidate
        onSubmit={form.onSubmit((values) => {
          create.mutate(values);
        }, focusFirst(form))}
      >
        <Stack maw={560}>
          <Refused error={create.error} />
          <TextInput
            label={t('users.login')}
            description={t('users.loginHint')}
            required
            autoComplete="off"
            autoCapitalize="none"
            {...form.getInputProps('login')}
          />
          <TextInput label={t('users.displayName')} required autoComplete="off" {...form.getInputProps('displayName')} />
          <MultiSelect
            label={t('users.roles')}
            description={t('users.rolesHint')}
            data={(roles.data ?? []).map(({ code }) => ({ value: code, label: word('role', code) }))}
            {...form.getInputProps('roleCodes')}
          />
          <Addresses form={form} />
          <Group>
            <Button type="submit" loading={create.isPending}>
              {common('action.create')}
            </Button>
          </Group>
        </Stack>
      </form>
      {issued !== undefined && (
        <OneTimePassword login={form.values.login} password={issued} onDone={() => void navigate({ to: '/configure/users' })} />
      )}
    </Page>
  );
}

function Addresses({ form }: { readonly form: UseFormReturnType<Body> }) {
  const { t } = useTranslation('configure');
  const choices = kinds.map((value) => ({ value, label: t(`users.addressKinds.${value}`) }));
  return (
    <Stack gap="sm" role="group" aria-label={t('users.addresses')}>
      <Text size="sm" fw={500}>
        {t('users.addresses')}
      </Text>
      <Text size="xs" c="dimmed">
        {t('users.addressesText')}
      </Text>
      {form.values.addresses.map((_, index) => (
        <Group key={index} align="flex-start" gap="sm" wrap="nowrap">
          <Select
            label={t('users.addressKind')}
            allowDeselect={false}
            w={160}
            data={choices}
            {...form.getInputProps(`addresses.${index}.kind`)}
          />
          <TextInput
            label={t('users.addressValue')}
            flex={1}
            autoComplete="off"
            {...form.getInputProps(`addresses.${index}.value`)}
          />
          <ActionIcon
            variant="default"
            size={36}
            mt="var(--beside-label)"
            aria-label={t('users.removeAddress', { number: index + 1 })}
            onClick={() => {
              form.removeListItem('addresses', index);
            }}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => {
            form.insertListItem('addresses', { kind: 'extension', value: '' });
          }}
        >
          {t('users.addAddress')}
        </Button>
      </Group>
    </Stack>
  );
}
