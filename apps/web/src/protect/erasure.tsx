import { Alert, Button, Group, Loader, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { databaseNames, http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { useWords } from '../i18n/use-words.ts';
import { Block, Fact } from '../ui/block.tsx';
import { Rows } from '../ui/rows.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { Approval } from './approval.tsx';
import { Execution } from './execution.tsx';
import { affectedByDatabase } from './affected.ts';
import { Retained } from './erasure-retained.tsx';
import { Reviews } from './erasure-reviews.tsx';
import { Documents } from './report-block.tsx';
import { Suppression } from './suppression.tsx';

const planned: readonly http.CaseDetail['state'][] = [
  'received',
  'scoped',
  'hold-check',
  'approved',
  'failed',
  'suspended-by-hold',
];
const running: readonly http.CaseDetail['state'][] = ['restricting', 'executing', 'verifying'];
const done: readonly http.CaseDetail['state'][] = ['live-erased', 'closed'];
const unapproved: readonly http.CaseDetail['state'][] = ['received', 'scoped', 'hold-check', 'suspended-by-hold'];
const certifiedStates: readonly http.CaseDetail['state'][] = ['live-erased', 'backup-pending', 'closed', 'partly-refused'];
const waiting = { 'backup-pending': 'states.backupPending', 'partly-refused': 'states.partly' } as const;

/** The erasure of a case: preview, approval by a second person, typed confirmation, progress, result. */
export function Erasure({ shown }: { readonly shown: http.CaseDetail }) {
  const { t } = useTranslation('protect');
  const certified = shown.documents.some((document) => document.startsWith('certificate'));
  return (
    <Block title={t('erasure.title')}>
      {shown.state === 'failed' && (
        <Alert role="alert" color="red" variant="outline">
          {t('erasure.failed')}
        </Alert>
      )}
      {planned.includes(shown.state) && <Planned shown={shown} />}
      <div role="status">
        <HowFar shown={shown} />
      </div>
      {(running.includes(shown.state) || certified) && <Result shown={shown} />}
    </Block>
  );
}

/** What goes on, or what is waited for. */
function HowFar({ shown: { state, approvedBy } }: { readonly shown: http.CaseDetail }) {
  const { t } = useTranslation('protect');
  const { t: own } = useTranslation('erasure');
  if (running.includes(state)) {
    return (
      <Group gap="sm">
        <Loader size="xs" aria-hidden />
        <Text size="sm">{t('erasure.progress')}</Text>
      </Group>
    );
  }
  if (state === 'suspended-by-hold')
    return <Text size="sm">{own(approvedBy === null ? 'states.suspendedWhole' : 'states.suspended')}</Text>;
  if (state === 'backup-pending' || state === 'partly-refused') return <Text size="sm">{own(waiting[state])}</Text>;
  return done.includes(state) ? <Text size="sm">{t('erasure.done')}</Text> : null;
}

function Planned({ shown }: { readonly shown: http.CaseDetail }) {
  const { t } = useTranslation('protect');
  const queries = useQueryClient();
  const queryKey = ['erasure', shown.id];
  const preview = useQuery({
    queryKey,
    queryFn: ({ signal }) => call('data-protection', `cases/${shown.id}/erasure`, http.erasurePreview, { signal }),
    gcTime: 0,
  });
  const lookAgain = async () => {
    await queries.invalidateQueries({ queryKey });
    await queries.invalidateQueries({ queryKey: ['case', shown.id] });
  };
  if (preview.isPending) return <Loading />;
  if (preview.isError) return <Failed error={preview.error} retry={() => void preview.refetch()} />;
  const approved = shown.approvedBy !== null;
  return (
    <Stack>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Text size="sm" maw={720}>
          {t('erasure.previewText')}
        </Text>
        <Button variant="default" loading={preview.isFetching} onClick={() => void lookAgain()}>
          {t('erasure.refresh')}
        </Button>
      </Group>
      <Plan preview={preview.data} />
      <Retained retained={preview.data.retained} />
      <Reviews caseId={shown.id} items={preview.data.reviews} open={unapproved.includes(shown.state)} onChanged={lookAgain} />
      <Suppression caseId={shown.id} open={unapproved.includes(shown.state) && !approved} onChanged={lookAgain} />
      {shown.state === 'suspended-by-hold' ? null : approved && !unapproved.includes(shown.state) ? (
        <Execution shown={shown} planHash={preview.data.planHash} onChanged={lookAgain} />
      ) : (
        <Approval shown={shown} planHash={preview.data.planHash} onChanged={lookAgain} />
      )}
    </Stack>
  );
}

function Plan({ preview }: { readonly preview: http.ErasurePreview }) {
  const { t } = useTranslation('protect');
  const { word } = useWords();
  const format = useFormat();
  if (preview.lines.length === 0) return <Text size="sm">{t('erasure.nothing')}</Text>;
  return (
    <Stack gap="sm">
      <Rows
        caption={t('erasure.plan')}
        head={[t('case.database'), t('erasure.table'), t('erasure.action'), t('erasure.records'), t('erasure.because')]}
        figures={[3]}
        minWidth={640}
        rows={preview.lines.map(({ database, table, action, records, because }) => [
          t(`databases.${database}`),
          word('table', table),
          t(`erasure.actions.${action}`),
          format.number(records),
          because ? reason(because) : '',
        ])}
      />
      <SimpleGrid cols={{ base: 1, md: 3 }}>
        <Fact name={t('erasure.files')}>{format.number(preview.recordingFiles)}</Fact>
        <Fact name={t('erasure.keys')}>{format.number(preview.keysToDestroy)}</Fact>
        <Fact name={t('erasure.calls')}>{format.number(preview.liveCalls)}</Fact>
      </SimpleGrid>
    </Stack>
  );

  /** Grounds are codes or citations; a citation is shown as it is. */
  function reason(because: string): string {
    return /[\s:]/.test(because) ? because : word('because', because);
  }
}

function Result({ shown }: { readonly shown: http.CaseDetail }) {
  const { t } = useTranslation('protect');
  const { t: own } = useTranslation('erasure');
  const format = useFormat();
  const affected = affectedByDatabase(shown.steps);
  return (
    <Stack gap="sm">
      <Title order={3}>{t('erasure.result')}</Title>
      <Rows
        caption={t('erasure.result')}
        head={[t('case.database'), t('erasure.total')]}
        figures={[1]}
        rows={databaseNames.map((database) => [t(`databases.${database}`), format.number(affected[database])])}
      />
      {shown.documents.length > 0 && (
        <Text size="sm" maw={720}>
          {own('certificate.text')}
        </Text>
      )}
      <Group>
        <Documents shown={shown} />
      </Group>
      {certifiedStates.includes(shown.state) && <Suppression caseId={shown.id} open={false} onChanged={nothingMore} />}
    </Stack>
  );
}

const nothingMore = () => Promise.resolve();
