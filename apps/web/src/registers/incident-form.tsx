import { Button, Group, MultiSelect, NativeSelect, NumberInput, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { dataCategories, http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { schemaErrors } from '../ui/field-errors.ts';
import { Refused } from '../ui/states.tsx';
import { isoOf, localOf } from './local-moment.ts';

/** Reports an incident; the clocks run from the moment it was noticed. */
export function IncidentForm({ onSaved }: { readonly onSaved: () => Promise<void> }) {
  const { t } = useTranslation('evidence');
  const { t: register } = useTranslation('registers');
  const [kind, setKind] = useState<http.IncidentRow['kind']>('confidentiality');
  const [risk, setRisk] = useState<http.IncidentRow['risk']>('unknown');
  const [categories, setCategories] = useState<http.IncidentRow['categories']>([]);
  const [personsAbout, setPersonsAbout] = useState<number | null>(null);
  const [typed, setTyped] = useState({ noticedAt: localOf(new Date()), beganAt: '', happened: '' });
  const [tried, setTried] = useState(false);
  const body = {
    ...{ kind, risk, categories, personsAbout, happened: typed.happened, endedAt: null },
    ...{ noticedAt: isoOf(typed.noticedAt), beganAt: isoOf(typed.beganAt) },
  };
  const save = useMutation({
    mutationFn: () => call('data-protection', 'incidents', http.created, { method: 'POST', body }),
    onSuccess: onSaved,
  });
  const wrong = tried ? schemaErrors(http.incidentBody, body, () => t('incidents.wrong')) : {};
  const field = (name: keyof typeof typed) => ({
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
        if (http.incidentBody.safeParse(body).success) save.mutate();
      }}
    >
      <Stack>
        <Refused error={save.error} />
        <TextInput required type="datetime-local" label={t('incidents.noticed')} {...field('noticedAt')} />
        <TextInput type="datetime-local" label={t('incidents.began')} {...field('beganAt')} />
        <NativeSelect
          label={t('incidents.kind')}
          data={http.incidentKinds.map((value) => ({ value, label: t(`incidents.kinds.${value}`) }))}
          value={kind}
          onChange={(event) => {
            setKind(http.incidentKinds.find((one) => one === event.currentTarget.value) ?? 'confidentiality');
          }}
        />
        <NativeSelect
          label={t('incidents.risk')}
          data={http.incidentRisks.map((value) => ({ value, label: t(`incidents.risks.${value}`) }))}
          value={risk}
          onChange={(event) => {
            setRisk(http.incidentRisks.find((one) => one === event.currentTarget.value) ?? 'unknown');
          }}
        />
        <MultiSelect
          label={t('incidents.categories')}
          data={dataCategories.map((value) => ({ value, label: register(`categories.${value}`) }))}
          value={[...categories]}
          onChange={(chosen) => {
            setCategories(dataCategories.filter((one) => chosen.includes(one)));
          }}
        />
        <NumberInput
          label={t('incidents.about')}
          min={0}
          value={personsAbout ?? ''}
          onChange={(value) => {
            setPersonsAbout(value === '' ? null : Number(value));
          }}
        />
        <Textarea
          required
          autosize
          minRows={3}
          label={t('incidents.happened')}
          description={t('incidents.happenedHint')}
          {...field('happened')}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending}>
            {t('incidents.report')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
