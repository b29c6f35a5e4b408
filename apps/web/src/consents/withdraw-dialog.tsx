import { Alert, Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { Refused } from '../ui/states.tsx';
import { useEvidence } from './consent-marks.tsx';

interface WithdrawDialogProps {
  readonly id: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Takes a consent back and says what became of calls that were running. */
export function WithdrawDialog({ id, opened, onClose, onDone }: WithdrawDialogProps) {
  const { t } = useTranslation('consents');
  const { t: common } = useTranslation();
  const evidence = useEvidence();
  const [how, setHow] = useState<string | null>('agent');
  const withdraw = useMutation({
    mutationFn: () =>
      call('operations', `consents/${id}/withdrawal`, http.consentEffect, { method: 'POST', body: { evidence: how } }),
    onSuccess: onDone,
  });
  const effect = withdraw.data;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('withdraw.title')}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      <Stack>
        <Refused error={withdraw.error} />
        <div role="status">
          {effect && (
            <Alert variant="outline" color={effect.unanswered > 0 ? 'yellow' : 'green'} title={t('withdraw.done')}>
              {effect.liveCalls > 0 && <Text size="sm">{t('withdraw.stopped', { count: effect.liveCalls })}</Text>}
              {effect.unanswered > 0 && <Text size="sm">{t('withdraw.unanswered')}</Text>}
            </Alert>
          )}
        </div>
        {!effect && (
          <>
            <Text size="sm">{t('withdraw.text')}</Text>
            <Select
              label={t('withdraw.how')}
              allowDeselect={false}
              value={how}
              data={http.consentEvidence.map((value) => ({ value, label: evidence(value) }))}
              onChange={setHow}
            />
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common(effect ? 'action.close' : 'action.cancel')}
          </Button>
          {!effect && (
            <Button
              loading={withdraw.isPending}
              onClick={() => {
                withdraw.mutate();
              }}
            >
              {t('withdraw.submit')}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
