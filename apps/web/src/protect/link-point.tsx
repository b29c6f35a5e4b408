import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { ApiProblem, call } from '../api/client.ts';
import { Refused } from '../ui/states.tsx';

type Body = z.input<typeof http.linkPointBody>;
const kinds = ['phone', 'email'] as const;

/** Says that a number or an address that is held already is this person's. Only verified evidence links at once. */
export function LinkPoint({ personId }: { readonly personId: string }) {
  const { t } = useTranslation('identity');
  const { t: common } = useTranslation();
  const [opened, setOpened] = useState(false);
  const close = () => {
    setOpened(false);
  };
  return (
    <>
      <Group>
        <Button
          variant="default"
          onClick={() => {
            setOpened(true);
          }}
        >
          {t('point.open')}
        </Button>
      </Group>
      <Modal opened={opened} onClose={close} title={t('point.open')} closeButtonProps={{ 'aria-label': common('action.close') }}>
        {opened && <LinkPointForm personId={personId} onClose={close} />}
      </Modal>
    </>
  );
}

function LinkPointForm({ personId, onClose }: { readonly personId: string; readonly onClose: () => void }) {
  const { t } = useTranslation('identity');
  const { t: common } = useTranslation();
  const queries = useQueryClient();
  const [kind, setKind] = useState<(typeof kinds)[number]>('phone');
  const [value, setValue] = useState('');
  const [evidence, setEvidence] = useState<Body['evidence'] | null>(null);
  const link = useMutation({
    mutationFn: (body: Body) => call('data-protection', 'identity/points', http.linkAnswer, { method: 'POST', body }),
    onSuccess: () => queries.invalidateQueries(),
  });
  const isInvalid = link.error instanceof ApiProblem && link.error.status === 422;
  const submit = () => {
    if (evidence !== null && value.trim() !== '')
      link.mutate({ personId, [kind]: value.trim(), evidence, purpose: { code: 'data-subject-request' } });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack>
        <Text size="sm">{t('point.text')}</Text>
        {!isInvalid && <Refused error={link.error} />}
        <Text size="sm" role="status">
          {link.data ? t(`point.outcomes.${link.data.outcome}`) : ''}
        </Text>
        <Select
          label={t('point.kind')}
          allowDeselect={false}
          value={kind}
          onChange={(chosen) => {
            if (chosen) setKind(chosen);
          }}
          data={kinds.map((one) => ({ value: one, label: t(`verify.kinds.${one}`) }))}
        />
        <TextInput
          label={t(`verify.kinds.${kind}`)}
          required
          autoComplete="off"
          value={value}
          error={isInvalid ? t('point.invalid') : undefined}
          onChange={(event) => {
            setValue(event.currentTarget.value);
          }}
        />
        <Select
          label={t('point.evidence')}
          required
          value={evidence}
          onChange={setEvidence}
          data={http.linkEvidence.map((one) => ({ value: one, label: t(`point.evidences.${one}`) }))}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common('action.close')}
          </Button>
          <Button type="submit" disabled={evidence === null || value.trim() === ''} loading={link.isPending}>
            {t('point.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
