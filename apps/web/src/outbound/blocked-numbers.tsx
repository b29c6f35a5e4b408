import { Alert, Button, Group, Select, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { useWords } from '../i18n/use-words.ts';
import { useSession } from '../session/session.tsx';
import { Block } from '../ui/block.tsx';
import { fieldErrors, schemaErrors } from '../ui/field-errors.ts';
import { Refused } from '../ui/states.tsx';
import { focusFirst } from '../ui/focus-first.ts';

type Body = z.output<typeof http.blockedNumberBody>;
const reasons = http.blockedNumberBody.shape.reason.unwrap().options;

/** Adds a number to the blocked ones, or asks whether it is one. Numbers travel in bodies only. */
export function BlockedNumbers() {
  const { t } = useTranslation('work');
  const { fault } = useWords();
  const { holds } = useSession();
  const initialValues: Body = { phone: '', reason: 'do-not-call' };
  const form = useForm({ initialValues, validate: (values) => schemaErrors(http.blockedNumberBody, values, fault) });
  const onError = (error: unknown) => {
    form.setErrors(fieldErrors(error, fault));
  };
  const add = useMutation({
    mutationFn: (body: Body) => call('operations', 'blocked-numbers', z.unknown(), { method: 'POST', body }),
    onError,
    onSuccess: () => {
      form.reset();
    },
  });
  const check = useMutation({
    mutationFn: (phone: string) =>
      call('operations', 'blocked-numbers/check', http.blockedCheckAnswer, { method: 'POST', body: { phone } }),
    onError,
  });
  const ask = form.onSubmit(({ phone }) => {
    add.reset();
    check.mutate(phone);
  }, focusFirst(form));
  const block = form.onSubmit((values) => {
    check.reset();
    add.mutate(values);
  }, focusFirst(form));
  return (
    <Block title={t('outbound.blockedTitle')}>
      <Text size="sm" maw={720}>
        {t('outbound.blockedText')}
      </Text>
      <form noValidate onSubmit={ask}>
        <Group align="flex-start" gap="sm">
          <TextInput label={t('outbound.phone')} type="tel" autoComplete="off" w={220} {...form.getInputProps('phone')} />
          <Select
            label={t('outbound.blockReason')}
            allowDeselect={false}
            w={180}
            data={reasons.map((value) => ({ value, label: t(`outbound.reasons.${value}`) }))}
            {...form.getInputProps('reason')}
          />
          <Button type="submit" variant="default" mt="var(--beside-label)" loading={check.isPending}>
            {t('outbound.check')}
          </Button>
          {holds('blocked-number', 'create') && (
            <Button
              mt="var(--beside-label)"
              loading={add.isPending}
              onClick={() => {
                block();
              }}
            >
              {t('outbound.block')}
            </Button>
          )}
        </Group>
      </form>
      <div role="status">
        {check.data && (
          <Alert variant="outline" color={check.data.blocked ? 'yellow' : 'green'}>
            {t(check.data.blocked ? 'outbound.isBlocked' : 'outbound.isFree')}
          </Alert>
        )}
        {add.isSuccess && (
          <Alert variant="outline" color="green">
            {t('outbound.added')}
          </Alert>
        )}
      </div>
      <Refused error={add.error ?? check.error} />
    </Block>
  );
}
