import { Button, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { Rows } from '../ui/rows.tsx';
import { useFormat } from '../ui/use-format.ts';
import { useRenewDeliveries } from './deliveries.ts';
import { Refused } from '../ui/states.tsx';

interface RowsProps {
  readonly caseId: string;
  readonly rows: readonly http.DeliveryRow[];
}

/** What was handed over before, how and to what end; an open link can be taken back. */
export function DeliveryRows({ caseId, rows }: RowsProps) {
  const { t } = useTranslation('report');
  const format = useFormat();
  const renew = useRenewDeliveries(caseId);
  const revoke = useMutation({
    mutationFn: (id: string) => call('data-protection', `cases/${caseId}/deliveries/${id}`, z.unknown(), { method: 'DELETE' }),
    onSettled: renew,
  });
  if (rows.length === 0) return <Text size="sm">{t('delivery.rows.none')}</Text>;
  return (
    <>
      <Refused error={revoke.error} />
      <Rows
        caption={t('delivery.rows.title')}
        head={(['at', 'way', 'content', 'by', 'state', 'attempts', 'fingerprint', 'act'] as const).map((key) =>
          t(`delivery.rows.${key}`),
        )}
        figures={[5]}
        minWidth={820}
        rows={rows.map((row) => [
          format.dateTime(row.madeAt),
          t(`delivery.ways.${row.way}`),
          t(`delivery.contents.${row.content}`),
          row.madeBy,
          t(`delivery.states.${row.state}`, { at: format.dateTime(row.doneAt ?? row.expiresAt ?? row.madeAt) }),
          format.number(row.attempts),
          row.fingerprint === null ? '–' : <span title={row.fingerprint}>{row.fingerprint.slice(0, 16)}…</span>,
          row.state === 'open' ? (
            <Button
              size="compact-sm"
              variant="subtle"
              loading={revoke.isPending && revoke.variables === row.id}
              onClick={() => {
                revoke.mutate(row.id);
              }}
            >
              {t('delivery.rows.revoke')}
            </Button>
          ) : (
            '–'
          ),
        ])}
      />
    </>
  );
}
