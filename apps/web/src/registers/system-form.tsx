import { Button, Checkbox, Group, MultiSelect, NativeSelect, NumberInput, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { dataCategories, http, type DataCategory } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { fieldErrors, schemaErrors } from '../ui/field-errors.ts';
import { Refused } from '../ui/states.tsx';
import { OwnerSelect } from './owner-select.tsx';

type Body = http.OtherSystemBody;
const empty: Body = {
  ...{ name: '', kind: 'crm', ownerUserId: null, ownerOffice: 'it', contact: '', howToSearch: '', categories: [] },
  ...{ processor: false, agreement: null, transfer: null, retention: null, answerDays: 14 },
};

interface SystemFormProps {
  /** The system that is changed; a new one without. */
  readonly system?: http.OtherSystem | undefined;
  readonly onSaved: () => Promise<void>;
}

/** A system of the register. Errors stand at their fields. */
export function SystemForm({ system, onSaved }: SystemFormProps) {
  const { t } = useTranslation('registers');
  const { t: common } = useTranslation();
  const [body, setBody] = useState<Body>(() => (system ? bodyOf(system) : empty));
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: () =>
      system
        ? call('configurator', `other-systems/${system.id}`, z.unknown(), { method: 'PUT', body })
        : call('configurator', 'other-systems', http.created, { method: 'POST', body }),
    onSuccess: onSaved,
  });
  const wrong = tried ? schemaErrors(http.otherSystemBody, body, () => t('form.wrong')) : {};
  const refused = fieldErrors(save.error, (problem) => t(problem === 'taken' ? 'form.taken' : 'form.wrong'));
  const set = (change: Partial<Body>) => {
    setBody((before) => ({ ...before, ...change }));
  };
  const text = (name: 'name' | 'contact' | 'howToSearch' | 'agreement' | 'transfer' | 'retention', nullable = false) => ({
    label: t(`system.${name}`),
    value: body[name] ?? '',
    error: wrong[name] ?? refused[name],
    autoComplete: 'off',
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => {
      const { value } = event.currentTarget;
      set({ [name]: nullable && value === '' ? null : value });
    },
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (http.otherSystemBody.safeParse(body).success) save.mutate();
      }}
    >
      <Stack>
        <Refused error={save.error} />
        <TextInput required {...text('name')} />
        <NativeSelect
          label={t('system.kind')}
          data={http.otherSystemKinds.map((value) => ({ value, label: t(`systemKinds.${value}`) }))}
          value={body.kind}
          onChange={(event) => {
            set({ kind: http.otherSystemKinds.find((one) => one === event.currentTarget.value) ?? 'other' });
          }}
        />
        <OwnerSelect owner={body} onChange={set} />
        <TextInput required description={t('system.contactHint')} {...text('contact')} />
        <Textarea required autosize minRows={2} description={t('system.howToSearchHint')} {...text('howToSearch')} />
        <MultiSelect
          required
          label={t('system.categories')}
          data={dataCategories.map((value) => ({ value, label: t(`categories.${value}`) }))}
          value={[...body.categories]}
          error={wrong['categories']}
          onChange={(chosen) => {
            set({ categories: dataCategories.filter((one: DataCategory) => chosen.includes(one)) });
          }}
        />
        <Checkbox
          label={t('system.processor')}
          checked={body.processor}
          onChange={(event) => {
            set({ processor: event.currentTarget.checked });
          }}
        />
        {body.processor && <TextInput required {...text('agreement', true)} />}
        <TextInput description={t('system.transferHint')} {...text('transfer', true)} />
        <TextInput {...text('retention', true)} />
        <NumberInput
          label={t('system.answerDays')}
          min={1}
          max={30}
          value={body.answerDays}
          error={wrong['answerDays']}
          onChange={(value) => {
            set({ answerDays: Number(value) });
          }}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending}>
            {common('action.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function bodyOf({ id: _id, owner: _owner, retiredAt: _retiredAt, ...body }: http.OtherSystem): Body {
  return body;
}
