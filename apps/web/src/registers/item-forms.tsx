import { Button, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { schemaErrors } from '../ui/field-errors.ts';
import { Rows } from '../ui/rows.tsx';
import { useSay } from '../ui/say.ts';
import { Refused } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { useItemTexts } from './item-texts.ts';
import { OwnerSelect, type Owner } from './owner-select.tsx';

interface ItemProps {
  readonly item: http.ComplianceItem;
  readonly onChanged: () => Promise<void>;
}

/** One duty: what it is, its evidence, who answers and when, and everything that was noted so far. */
export function ItemForms({ item, onChanged }: ItemProps) {
  const { textOf } = useItemTexts();
  return (
    <Stack gap="lg">
      <Text size="sm">{textOf(item.id)}</Text>
      <EvidenceForm item={item} onChanged={onChanged} />
      <TermsForm item={item} onChanged={onChanged} />
      <Applicability item={item} onChanged={onChanged} />
      <History item={item} />
    </Stack>
  );
}

function useSaving(onChanged: () => Promise<void>) {
  const { t } = useTranslation();
  const say = useSay();
  return useMutation({
    mutationFn: ({ path, method, body }: { path: string; method: 'POST' | 'PUT'; body: unknown }) =>
      call('configurator', `compliance/${path}`, z.unknown(), { method, body }),
    onSuccess: async () => {
      await onChanged();
      say(t('action.saved'));
    },
  });
}

function EvidenceForm({ item, onChanged }: ItemProps) {
  const { t } = useTranslation('registers');
  const [typed, setTyped] = useState({ reference: '', address: '', datedOn: new Date().toISOString().slice(0, 10) });
  const [tried, setTried] = useState(false);
  const save = useSaving(onChanged);
  const body = { ...typed, address: typed.address === '' ? null : typed.address };
  const wrong = tried ? schemaErrors(http.complianceEvidenceBody, body, () => t('form.wrong')) : {};
  const field = (name: keyof typeof typed) => ({
    label: t(`evidence.${name}`),
    value: typed[name],
    error: wrong[name],
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => {
      const { value } = event.currentTarget;
      setTyped((before) => ({ ...before, [name]: value }));
    },
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (http.complianceEvidenceBody.safeParse(body).success)
          save.mutate({ path: `${item.id}/evidence`, method: 'POST', body });
      }}
    >
      <Stack gap="sm">
        <Refused error={save.error} />
        <TextInput required description={t('evidence.referenceHint')} {...field('reference')} />
        <TextInput type="url" {...field('address')} />
        <TextInput required type="date" {...field('datedOn')} />
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending}>
            {t('evidence.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function TermsForm({ item, onChanged }: ItemProps) {
  const { t } = useTranslation('registers');
  const { t: common } = useTranslation();
  const [owner, setOwner] = useState<Owner>({ ownerUserId: item.ownerUserId, ownerOffice: item.ownerOffice });
  const [dueOn, setDueOn] = useState(item.dueOn ?? '');
  const [reviewMonths, setReviewMonths] = useState(item.reviewMonths ?? 12);
  const save = useSaving(onChanged);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ path: item.id, method: 'PUT', body: { ...owner, dueOn, reviewMonths } });
      }}
    >
      <Stack gap="sm">
        <Refused error={save.error} />
        <OwnerSelect owner={owner} onChange={setOwner} optional />
        <Group grow align="flex-start">
          <TextInput
            required
            type="date"
            label={t('compliance.due')}
            value={dueOn}
            onChange={(event) => {
              setDueOn(event.currentTarget.value);
            }}
          />
          <NumberInput
            label={t('compliance.review')}
            min={1}
            max={60}
            value={reviewMonths}
            onChange={(value) => {
              setReviewMonths(Number(value));
            }}
          />
        </Group>
        <Group justify="flex-end">
          <Button type="submit" variant="default" loading={save.isPending}>
            {common('action.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Applicability({ item, onChanged }: ItemProps) {
  const { t } = useTranslation('registers');
  const [reference, setReference] = useState('');
  const save = useSaving(onChanged);
  const applicable = item.state === 'not-applicable';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ path: `${item.id}/applicability`, method: 'POST', body: { applicable, reference } });
      }}
    >
      <Refused error={save.error} />
      <Group align="flex-end">
        <TextInput
          required
          label={t('applicability.why')}
          value={reference}
          onChange={(event) => {
            setReference(event.currentTarget.value);
          }}
        />
        <Button type="submit" variant="default" loading={save.isPending}>
          {t(applicable ? 'applicability.reopen' : 'applicability.notHere')}
        </Button>
      </Group>
    </form>
  );
}

function History({ item }: { readonly item: http.ComplianceItem }) {
  const { t } = useTranslation('registers');
  const format = useFormat();
  if (item.history.length === 0) return <Text size="sm">{t('history.empty')}</Text>;
  return (
    <Rows
      caption={t('history.title')}
      head={[t('history.at'), t('history.by'), t('history.act'), t('evidence.reference')]}
      rows={item.history.map(({ at, by, act, reference }) => [format.dateTime(at), by, t(`acts.${act}`), reference ?? '–'])}
    />
  );
}
