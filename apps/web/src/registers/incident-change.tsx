import { Button, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { Fact } from '../ui/block.tsx';
import { Failed, Loading, Refused } from '../ui/states.tsx';
import { isoOf, localOf } from './local-moment.ts';

interface ChangeProps {
  readonly onSaved: () => Promise<void>;
}

/** One incident with its texts, whose opening is on record, and what became of it. */
export function IncidentChange({ id, onSaved }: ChangeProps & { readonly id: string }) {
  const found = useQuery({
    queryKey: ['incident', id],
    gcTime: 0,
    queryFn: ({ signal }) => call('data-protection', `incidents/${id}`, http.incidentDetail, { signal }),
  });
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  return <ChangeForm incident={found.data} onSaved={onSaved} />;
}

function ChangeForm({ incident, onSaved }: ChangeProps & { readonly incident: http.IncidentDetail }) {
  const { t } = useTranslation('evidence');
  const { t: common } = useTranslation();
  const [typed, setTyped] = useState(() => typedOf(incident));
  const save = useMutation({
    mutationFn: () =>
      call('data-protection', `incidents/${incident.id}`, z.unknown(), { method: 'PUT', body: bodyOf(typed, incident) }),
    onSuccess: onSaved,
  });
  const field = (name: keyof typeof typed) => ({
    value: typed[name],
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => {
      const { value } = event.currentTarget;
      setTyped((before) => ({ ...before, [name]: value }));
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack>
        <Refused error={save.error} />
        <Fact name={t('incidents.happened')}>
          <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
            {incident.happened ?? t('incidents.unreadable')}
          </Text>
        </Fact>
        <NativeSelect
          label={t('incidents.risk')}
          data={http.incidentRisks.map((value) => ({ value, label: t(`incidents.risks.${value}`) }))}
          {...field('risk')}
        />
        <NativeSelect
          label={t('incidents.state')}
          data={http.incidentStates.map((value) => ({ value, label: t(`incidents.states.${value}`) }))}
          {...field('state')}
        />
        <TextInput type="datetime-local" label={t('incidents.warning')} {...field('warnedAt')} />
        <TextInput type="datetime-local" label={t('incidents.authority')} {...field('notifiedAt')} />
        <TextInput
          label={t('incidents.reference')}
          description={t('incidents.referenceHint')}
          {...field('notificationReference')}
        />
        <NativeSelect
          label={t('incidents.notNotified')}
          data={[
            { value: '', label: '–' },
            ...http.notNotifiedGrounds.map((value) => ({ value, label: t(`incidents.notNotifiedGrounds.${value}`) })),
          ]}
          {...field('notNotifiedGround')}
        />
        <TextInput type="datetime-local" label={t('incidents.persons')} {...field('personsToldAt')} />
        <NativeSelect
          label={t('incidents.personsNotTold')}
          data={[
            { value: '', label: '–' },
            ...http.notToldGrounds.map((value) => ({ value, label: t(`incidents.personsNotToldGrounds.${value}`) })),
          ]}
          {...field('personsNotToldGround')}
        />
        <Textarea autosize minRows={2} label={t('incidents.lessons')} {...field('lessons')} />
        <Group justify="flex-end">
          <Button type="submit" disabled={incident.state === 'closed'} loading={save.isPending}>
            {common('action.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function typedOf(incident: http.IncidentDetail) {
  const local = (moment: string | null) => (moment === null ? '' : localOf(new Date(moment)));
  return {
    risk: incident.risk as string,
    state: incident.state as string,
    warnedAt: local(incident.warning.answeredAt),
    notifiedAt: local(incident.notification.answeredAt),
    notificationReference: incident.notificationReference ?? '',
    notNotifiedGround: (incident.notNotifiedGround ?? '') as string,
    personsToldAt: local(incident.personsToldAt),
    personsNotToldGround: (incident.personsNotToldGround ?? '') as string,
    lessons: incident.lessons ?? '',
  };
}

/** Only a text that was changed is sent: a sealed one is not sealed anew for nothing. */
function bodyOf(typed: ReturnType<typeof typedOf>, incident: http.IncidentDetail): object {
  const orNull = (text: string) => (text === '' ? null : text);
  return {
    ...{ risk: typed.risk, state: typed.state },
    warnedAt: isoOf(typed.warnedAt),
    notifiedAt: isoOf(typed.notifiedAt),
    notificationReference: orNull(typed.notificationReference),
    notNotifiedGround: orNull(typed.notNotifiedGround),
    personsToldAt: isoOf(typed.personsToldAt),
    personsNotToldGround: orNull(typed.personsNotToldGround),
    ...(typed.lessons !== '' && typed.lessons !== incident.lessons && { lessons: typed.lessons }),
  };
}
