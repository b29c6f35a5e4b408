import { Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconPlayerPlay, type Icon } from '@tabler/icons-react';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { Block } from '../ui/block.tsx';
import { Mark, type Tone } from '../ui/mark.tsx';
import { Rows } from '../ui/rows.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { useRuns } from './retention-data.ts';

const looks: Readonly<Record<http.RetentionRun['state'], { readonly Icon: Icon; readonly tone: Tone }>> = {
  running: { Icon: IconPlayerPlay, tone: 'calm' },
  done: { Icon: IconCircleCheck, tone: 'good' },
  stopped: { Icon: IconAlertTriangle, tone: 'warn' },
  failed: { Icon: IconCircleX, tone: 'bad' },
};

/** What was removed, run by run, the newest first. */
export function RunsBlock() {
  const { t } = useTranslation('retention');
  const runs = useRuns();
  return (
    <Block title={t('runs.title')}>
      {runs.isPending && <Loading />}
      {runs.isError && <Failed error={runs.error} retry={() => void runs.refetch()} />}
      {runs.data?.length === 0 && <Text size="sm">{t('runs.empty')}</Text>}
      <Stack gap="md">
        {runs.data?.map((run) => (
          <Run key={run.id} run={run} />
        ))}
      </Stack>
    </Block>
  );
}

function Run({ run }: { readonly run: http.RetentionRun }) {
  const { t } = useTranslation('retention');
  const { t: protect } = useTranslation('protect');
  const format = useFormat();
  const when = format.dateTime(run.startedAt);
  const lines = run.lines.filter(({ removed, held, failed, files }) => removed + held + failed + files > 0);
  return (
    <Stack gap={4}>
      <Group gap="md">
        <Text size="sm" fw={500}>
          {when}
        </Text>
        <Mark {...looks[run.state]}>{t(`runs.states.${run.state}`)}</Mark>
      </Group>
      {run.because && <Text size="sm">{t(`because.${run.because as http.RehearsalReason}`)}</Text>}
      {lines.length > 0 && (
        <Rows
          caption={`${t('runs.title')} ${when}`}
          minWidth={760}
          figures={[2, 3, 4, 5, 6, 7]}
          head={[
            ...[t('runs.class'), t('runs.database'), t('runs.removed'), t('runs.held'), t('runs.failed')],
            ...[t('runs.files'), t('runs.keys'), t('runs.months')],
          ]}
          rows={lines.map((line) => [
            t(`classes.${line.class as 'contact'}`),
            protect(`databases.${line.store as 'operative'}`),
            ...[line.removed, line.held, line.failed, line.files, line.keys, line.months].map(format.number),
          ])}
        />
      )}
    </Stack>
  );
}
