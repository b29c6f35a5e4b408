import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { PurposeDialog } from '../purpose/purpose-dialog.tsx';
import type { StatedPurpose } from '../purpose/purpose-fields.tsx';
import { Block } from '../ui/block.tsx';
import { Rows } from '../ui/rows.tsx';
import { Refused } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';

interface StreamBlockProps {
  readonly shown: http.DiagnosticGrantDetail;
  readonly onRenew: () => Promise<void>;
}

/** The files of a stream with the day on which they go, and their lines once a purpose was stated. */
export function StreamBlock({ shown, onRenew }: StreamBlockProps) {
  const { t } = useTranslation('diagnostics');
  const { t: common } = useTranslation();
  const { dateTime, number } = useFormat();
  const [asking, setAsking] = useState(false);
  const read = useMutation({
    mutationFn: (purpose: StatedPurpose) =>
      call('configurator', `diagnostic-grants/${shown.id}/stream`, http.streamAnswer, { method: 'POST', body: { purpose } }),
    gcTime: 0,
  });
  if (shown.state === 'shredded')
    return (
      <Block title={t('detail.streamTitle')}>
        <Text size="sm">{t('detail.destroyed')}</Text>
      </Block>
    );
  const goes = shown.deleteAt === null ? t('none') : dateTime(shown.deleteAt);
  return (
    <Block title={t('detail.streamTitle')}>
      {shown.files.length === 0 && <Text size="sm">{t('detail.noFiles')}</Text>}
      {shown.files.length > 0 && (
        <Rows
          caption={t('detail.files')}
          head={[t('detail.program'), t('detail.begun'), t('detail.size'), t('columns.deleteAt')]}
          rows={shown.files.map(({ program, begunAt, octets }) => [program, dateTime(begunAt), number(octets), goes])}
          figures={[2]}
        />
      )}
      <Text size="sm" id="read-text">
        {t('detail.readText')}
      </Text>
      <Refused error={read.error} />
      <Group>
        <Button
          aria-describedby="read-text"
          disabled={shown.files.length === 0}
          loading={read.isPending}
          onClick={() => {
            setAsking(true);
          }}
        >
          {t('detail.read')}
        </Button>
        <Button variant="default" onClick={() => void onRenew()}>
          {common('action.refresh')}
        </Button>
      </Group>
      <PurposeDialog
        withNote={false}
        opened={asking}
        onClose={() => {
          setAsking(false);
        }}
        onStated={(purpose) => {
          read.mutate(purpose);
        }}
      />
      <div aria-live="polite">{read.data && <Lines answer={read.data} />}</div>
    </Block>
  );
}

function Lines({ answer }: { readonly answer: http.StreamAnswer }) {
  const { t } = useTranslation('diagnostics');
  const { dateTime } = useFormat();
  if (answer.lines.length === 0) return <Text size="sm">{t('detail.noLines')}</Text>;
  return (
    <>
      {answer.torn > 0 && <Text size="sm">{t('detail.torn', { count: answer.torn })}</Text>}
      {answer.omitted > 0 && <Text size="sm">{t('detail.omitted', { count: answer.omitted })}</Text>}
      <Rows
        caption={t('detail.lines')}
        head={[t('detail.at'), t('detail.program'), t('detail.event'), t('detail.said')]}
        rows={answer.lines.map(({ at, program, event, fields }) => [dateTime(at), program, event, said(fields)])}
        minWidth={720}
      />
    </>
  );
}

/** `contact: 0193…, number: +372…`; what is not known is left out. */
function said(fields: http.StreamAnswer['lines'][number]['fields']): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(', ');
}
