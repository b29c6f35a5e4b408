import { SimpleGrid } from '@mantine/core';
import type { http } from '@voxkeep/contracts';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Block, Fact } from '../ui/block.tsx';
import { duration } from '../ui/format.ts';
import { AnchorLink } from '../ui/links.tsx';
import { usePageId } from '../ui/page-id.ts';
import { Page } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { useWords } from '../i18n/use-words.ts';
import { GrantActs } from './grant-acts.tsx';
import { GrantScope, GrantState } from './grant-marks.tsx';
import { useGrant } from './grants.ts';
import { StreamBlock } from './stream-block.tsx';

/** One request: what is covered and why, the decision of the second person, the time left, the stream and its end. */
export function GrantPage() {
  const { t } = useTranslation('diagnostics');
  const { dateTime } = useFormat();
  const grant = useGrant(usePageId());
  if (grant.isPending) return <Loading />;
  if (grant.isError) return <Failed error={grant.error} retry={() => void grant.refetch()} />;
  const shown = grant.data;
  const renew = async () => {
    await grant.refetch();
  };
  return (
    <Page
      title={t('detail.title', { at: dateTime(shown.requestedAt) })}
      parent={<AnchorLink to="/protect/diagnostic-log">{t('title')}</AnchorLink>}
    >
      <Facts shown={shown} onRunOut={renew} />
      <GrantActs shown={shown} onChanged={renew} />
      {shown.state !== 'requested' && shown.state !== 'refused' && <StreamBlock shown={shown} onRenew={renew} />}
    </Page>
  );
}

function Facts({ shown, onRunOut }: { readonly shown: http.DiagnosticGrantDetail; readonly onRunOut: () => Promise<void> }) {
  const { t } = useTranslation('diagnostics');
  const { t: common } = useTranslation();
  const { dateTime } = useFormat();
  const when = (at: string | null) => (at === null ? t('none') : dateTime(at));
  return (
    <Block title={t('detail.reason')}>
      <div>{shown.reason ?? t('detail.noReason')}</div>
      <SimpleGrid cols={{ base: 1, sm: 2, md: 4 }} mt="sm">
        <Fact name={t('columns.state')}>
          <GrantState state={shown.state} />
        </Fact>
        <Fact name={t('columns.scope')}>
          <GrantScope {...shown} />
        </Fact>
        <Fact name={t('detail.purpose')}>
          <PurposeWord code={shown.purpose} />
        </Fact>
        <Fact name={t('detail.duration')}>{t('detail.hours', { count: Math.round(shown.minutes / 6) / 10 })}</Fact>
        <Fact name={t('columns.requestedBy')}>{shown.requestedBy}</Fact>
        <Fact name={t('columns.approvedBy')}>{shown.approvedBy ?? t('none')}</Fact>
        {shown.state === 'open' && shown.endsAt !== null && (
          <Fact name={t('detail.left')}>
            <Countdown until={shown.endsAt} onRunOut={onRunOut} />
          </Fact>
        )}
        <Fact name={t('columns.endsAt')}>{when(shown.endsAt)}</Fact>
        {shown.endedAt !== null && <Fact name={t('detail.endedAt')}>{`${when(shown.endedAt)} · ${endWord()}`}</Fact>}
        <Fact name={t(shown.shreddedAt === null ? 'columns.deleteAt' : 'detail.shreddedAt')}>
          {when(shown.shreddedAt ?? shown.deleteAt)}
        </Fact>
      </SimpleGrid>
    </Block>
  );

  function endWord(): string {
    const reason = shown.endReason as 'expired' | 'by-hand' | 'restart' | 'refused' | null;
    return reason === null ? common('state.loading') : t(`ends.${reason}`);
  }
}

function PurposeWord({ code }: { readonly code: string }) {
  const { t } = useTranslation();
  const { word } = useWords();
  const known = t(`purpose.codes.${code as 'technical-support'}`, { defaultValue: '' });
  return <>{known || word('problem', code)}</>;
}

/** Counts down by the second; a screen reader is not told each one. */
function Countdown({ until, onRunOut }: { readonly until: string; readonly onRunOut: () => Promise<void> }) {
  const [left, setLeft] = useState(() => Date.parse(until) - Date.now());
  const over = left <= 0;
  useEffect(() => {
    const timer = setInterval(() => {
      setLeft(Date.parse(until) - Date.now());
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, [until]);
  useEffect(() => {
    if (over) void onRunOut();
  }, [over]);
  return (
    <span role="timer" aria-live="off">
      {duration(left)}
    </span>
  );
}
