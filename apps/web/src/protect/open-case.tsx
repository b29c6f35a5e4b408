import { Button, Group, Modal, Radio, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { call } from '../api/client.ts';
import { Refused } from '../ui/states.tsx';

type Body = z.output<typeof http.openCaseBody>;
type Method = (typeof http.verificationMethods)[number];
const levels = ['1', '2', '3'] as const;

interface OpenCaseProps {
  readonly kind: Body['kind'] | undefined;
  readonly subject: Body['subject'];
  readonly onClose: () => void;
}

/** Opens a case for a person, once it is stated how the request was verified (GDPR Art. 12(6)). */
export function OpenCase({ kind, subject, onClose }: OpenCaseProps) {
  const { t } = useTranslation('protect');
  const { t: common } = useTranslation();
  return (
    <Modal
      opened={kind !== undefined}
      onClose={onClose}
      title={t(kind === 'erasure' ? 'open.erasureTitle' : 'open.reportTitle')}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      {kind && <OpenCaseForm kind={kind} subject={subject} onClose={onClose} />}
    </Modal>
  );
}

function OpenCaseForm({ kind, subject, onClose }: OpenCaseProps & { readonly kind: Body['kind'] }) {
  const { t } = useTranslation('protect');
  const { t: common } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [level, setLevel] = useState('');
  const [method, setMethod] = useState<Method | null>(null);
  const open = useMutation({
    mutationFn: (body: Body) => call('data-protection', 'cases', http.created, { method: 'POST', body }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['cases'] });
      await navigate({ to: '/protect/cases/$id', params: { id } });
    },
  });
  const submit = () => {
    if (method && level) open.mutate({ kind, subject, verification: { level: Number(level), method } });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack>
        <Text size="sm">{t('open.text')}</Text>
        <Refused error={open.error} />
        <Radio.Group label={t('open.level')} required value={level} onChange={setLevel}>
          <Stack gap="xs" mt="xs">
            {levels.map((value) => (
              <Radio key={value} value={value} label={t(`open.levels.${value}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Select
          label={t('open.method')}
          required
          value={method}
          onChange={setMethod}
          data={http.verificationMethods.map((value) => ({ value, label: t(`open.methods.${value}`) }))}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common('action.cancel')}
          </Button>
          <Button type="submit" disabled={!method || !level} loading={open.isPending}>
            {t('open.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
