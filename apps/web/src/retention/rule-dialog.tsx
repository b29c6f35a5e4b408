import { Button, Group, Modal, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { useChoices } from '../configure/choices.ts';
import { useWords } from '../i18n/use-words.ts';
import { fieldErrors, schemaErrors } from '../ui/field-errors.ts';
import { focusFirst } from '../ui/focus-first.ts';
import { useSay } from '../ui/say.ts';
import { Refused } from '../ui/states.tsx';
import { useAct } from './retention-data.ts';

type Values = Omit<http.RetentionRuleBody, 'amount'> & { amount: number | string };

const initial: Values = {
  class: 'contact',
  channel: null,
  queueId: null,
  amount: 24,
  unit: 'month',
  ground: 'storage-limitation',
  reference: null,
};

interface RuleDialogProps {
  readonly rule: http.RetentionRule | 'new' | undefined;
  readonly onClose: () => void;
}

/** Makes or changes one rule. */
export function RuleDialog({ rule, onClose }: RuleDialogProps) {
  const { t } = useTranslation('retention');
  const { t: common } = useTranslation();
  return (
    <Modal
      opened={rule !== undefined}
      onClose={onClose}
      title={t(rule === 'new' ? 'form.newTitle' : 'form.editTitle')}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      {rule !== undefined && <RuleForm rule={rule === 'new' ? undefined : rule} onClose={onClose} />}
    </Modal>
  );
}

function RuleForm({ rule, onClose }: { readonly rule: http.RetentionRule | undefined; readonly onClose: () => void }) {
  const { t } = useTranslation('retention');
  const { t: common } = useTranslation();
  const { fault } = useWords();
  const say = useSay();
  const form = useForm<Values>({
    initialValues: rule ? { ...initial, ...http.retentionRuleBody.parse(rule) } : initial,
    validate: (values) => schemaErrors(http.retentionRuleBody, values, fault),
  });
  const save = useAct(() => {
    say(t('rules.saved'));
    onClose();
  });
  const submit = form.onSubmit((values) => {
    const act = rule ? ({ path: `rules/${rule.id}`, method: 'PUT' } as const) : ({ path: 'rules', method: 'POST' } as const);
    save.mutate(
      { ...act, body: http.retentionRuleBody.parse(values) },
      {
        onError: (error) => {
          form.setErrors(fieldErrors(error, fault));
        },
      },
    );
  }, focusFirst(form));
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        <Refused error={save.error} />
        <RuleFields form={form} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common('action.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('form.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function RuleFields({ form }: { readonly form: Pick<UseFormReturnType<Values>, 'values' | 'getInputProps'> }) {
  const { t } = useTranslation('retention');
  const { t: common } = useTranslation();
  const queues = useChoices('queues');
  const scoped = http.scopedClasses.includes(form.values.class);
  return (
    <>
      <Select
        label={t('form.class')}
        required
        allowDeselect={false}
        data={http.retentionClasses.map((value) => ({ value, label: t(`classes.${value}`) }))}
        {...form.getInputProps('class')}
      />
      {scoped && (
        <Select
          label={t('form.queue')}
          description={t('form.queueHint')}
          clearable
          clearButtonProps={{ 'aria-label': common('action.clearField') }}
          data={[...queues]}
          {...form.getInputProps('queueId')}
        />
      )}
      <Group grow align="flex-start">
        <NumberInput label={t('form.amount')} required min={1} max={36_500} {...form.getInputProps('amount')} />
        <Select
          label={t('form.unit')}
          required
          allowDeselect={false}
          data={http.retentionUnits.map((value) => ({ value, label: t(`units.${value}`) }))}
          {...form.getInputProps('unit')}
        />
      </Group>
      <Select
        label={t('form.ground')}
        required
        allowDeselect={false}
        data={http.retentionGrounds.map((value) => ({ value, label: t(`grounds.${value}`) }))}
        {...form.getInputProps('ground')}
      />
      <TextInput
        label={t('form.reference')}
        description={t('form.referenceHint')}
        autoComplete="off"
        {...form.getInputProps('reference')}
        value={form.values.reference ?? ''}
      />
    </>
  );
}
