import { Button, Checkbox, Group, Modal, Radio, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { call } from '../api/client.ts';
import { Refused } from '../ui/states.tsx';

type Body = z.output<typeof http.openCaseBody>;
const levels = ['1', '2', '3'] as const;

interface OpenCaseProps {
  readonly opened: boolean;
  readonly subject: Body['subject'];
  readonly onClose: () => void;
}

/** Opens a case for a person. Who asks is verified in the case, unless a document was seen already (GDPR Art. 12(6)). */
export function OpenCase({ opened, subject, onClose }: OpenCaseProps) {
  const { t } = useTranslation('identity');
  const { t: common } = useTranslation();
  return (
    <Modal opened={opened} onClose={onClose} title={t('open.title')} closeButtonProps={{ 'aria-label': common('action.close') }}>
      {opened && <OpenCaseForm subject={subject} onClose={onClose} />}
    </Modal>
  );
}

function OpenCaseForm({ subject, onClose }: Omit<OpenCaseProps, 'opened'>) {
  const { t } = useTranslation('protect');
  const { t: own } = useTranslation('identity');
  const { t: common } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [kind, setKind] = useState<Body['kind'] | null>(null);
  const [recordings, setRecordings] = useState(false);
  const [seen, setSeen] = useState(false);
  const [level, setLevel] = useState('3');
  const open = useMutation({
    mutationFn: (body: Body) => call('data-protection', 'cases', http.created, { method: 'POST', body }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['cases'] });
      await navigate({ to: '/protect/cases/$id', params: { id } });
    },
  });
  const submit = () => {
    if (!kind) return;
    const verification = { level: Number(level), method: 'document-seen' as const };
    open.mutate({ kind, subject, recordings, ...(seen && { verification }) });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack>
        <Refused error={open.error} />
        <Select
          label={own('open.kind')}
          required
          data-autofocus
          value={kind}
          onChange={setKind}
          data={http.caseKinds.map((value) => ({ value, label: t(`cases.kinds.${value}`) }))}
        />
        {(kind === 'report' || kind === 'portability') && (
          <Checkbox
            label={own('open.recordings')}
            description={own('open.recordingsText')}
            checked={recordings}
            onChange={(event) => {
              setRecordings(event.currentTarget.checked);
            }}
          />
        )}
        <Checkbox
          label={own('open.document')}
          description={own('open.documentText')}
          checked={seen}
          onChange={(event) => {
            setSeen(event.currentTarget.checked);
          }}
        />
        {seen && (
          <Radio.Group label={own('open.level')} required value={level} onChange={setLevel}>
            <Stack gap="xs" mt="xs">
              {levels.map((value) => (
                <Radio key={value} value={value} label={t(`open.levels.${value}`)} />
              ))}
            </Stack>
          </Radio.Group>
        )}
        <Text size="sm">{t('open.text')}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common('action.cancel')}
          </Button>
          <Button type="submit" disabled={!kind} loading={open.isPending}>
            {t('open.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
