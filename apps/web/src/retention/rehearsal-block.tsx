import { Alert, Button, Group, Loader, SimpleGrid, Stack, Text } from '@mantine/core';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session.tsx';
import { Block, Fact } from '../ui/block.tsx';
import { Refused } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { Approval } from './approval.tsx';
import { recordsDue } from './figures.ts';
import { RehearsalLines } from './rehearsal-lines.tsx';
import { useAct } from './retention-data.ts';

/** What the rules would remove, and the approval of exactly that. */
export function RehearsalBlock({ view }: { readonly view: http.RetentionView }) {
  const { t } = useTranslation('retention');
  const { holds } = useSession();
  const { rehearsal } = view;
  const mayAct = holds('retention-rule', 'modify');
  return (
    <Block title={t('rehearsal.title')}>
      <State rehearsal={rehearsal} />
      {rehearsal && mayAct && isToApprove(view) && <Approval key={rehearsal.id} rehearsal={rehearsal} />}
      {mayAct && <Ask asked={rehearsal?.state === 'asked'} again={rehearsal !== null} />}
    </Block>
  );
}

function State({ rehearsal }: { readonly rehearsal: http.Rehearsal | null }) {
  const { t } = useTranslation('retention');
  if (rehearsal === null) return <Text size="sm">{t('rehearsal.none')}</Text>;
  return (
    <>
      <div role="status">{rehearsal.state === 'asked' && <Counting />}</div>
      {rehearsal.state === 'failed' && (
        <Alert role="alert" color="red" variant="outline">
          {t('rehearsal.failed')}
        </Alert>
      )}
      {rehearsal.state === 'done' && <Found rehearsal={rehearsal} />}
    </>
  );
}

function Counting() {
  const { t } = useTranslation('retention');
  return (
    <Group gap="sm">
      <Loader size="xs" aria-hidden />
      <Text size="sm">{t('rehearsal.running')}</Text>
    </Group>
  );
}

function Ask({ asked, again }: { readonly asked: boolean; readonly again: boolean }) {
  const { t } = useTranslation('retention');
  const ask = useAct();
  return (
    <>
      <Refused error={ask.error} />
      <Group>
        <Button
          variant="default"
          disabled={asked}
          loading={ask.isPending}
          onClick={() => {
            ask.mutate({ path: 'rehearsals', method: 'POST', body: {} });
          }}
        >
          {t(again ? 'rehearsal.askAgain' : 'rehearsal.ask')}
        </Button>
      </Group>
    </>
  );
}

/** It fits still, and no approval came after it: one that did was made for it. */
function isToApprove({ approvedAt, rehearsal }: http.RetentionView): boolean {
  const finishedAt = rehearsal?.finishedAt ?? null;
  if (!rehearsal?.fits || finishedAt === null) return false;
  return approvedAt === null || approvedAt < finishedAt;
}

function Found({ rehearsal }: { readonly rehearsal: http.Rehearsal }) {
  const { t } = useTranslation('retention');
  const format = useFormat();
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('rehearsal.made', { when: format.dateTime(rehearsal.finishedAt ?? rehearsal.askedAt), name: rehearsal.askedBy })}
      </Text>
      {rehearsal.because !== 'asked' && <Text size="sm">{t(`because.${rehearsal.because}`)}</Text>}
      {!rehearsal.fits && (
        <Alert color="yellow" variant="outline">
          {t('rehearsal.outdated')}
        </Alert>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Fact name={t('rehearsal.records')}>{format.number(recordsDue(rehearsal))}</Fact>
        <Fact name={t('rehearsal.firstRun')}>{rehearsal.firstRunAt ? format.dateTime(rehearsal.firstRunAt) : '–'}</Fact>
      </SimpleGrid>
      <RehearsalLines lines={rehearsal.lines} />
    </Stack>
  );
}
