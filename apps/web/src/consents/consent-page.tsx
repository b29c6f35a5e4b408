import { Button, Group, SimpleGrid, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ContactLink } from '../session/contact-link.tsx';
import { aboutOne } from '../audit/audit-filters.ts';
import { call, callForFile } from '../api/client.ts';
import { useSession } from '../session/session.tsx';
import { Block, Fact } from '../ui/block.tsx';
import { saveFile } from '../ui/csv.ts';
import { AnchorLink } from '../ui/links.tsx';
import { usePageId } from '../ui/page-id.ts';
import { Page } from '../ui/page.tsx';
import { Rows } from '../ui/rows.tsx';
import { Failed, Loading, Refused } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { ConsentMark, useEvidence } from './consent-marks.tsx';
import { WithdrawDialog } from './withdraw-dialog.tsx';

/** Readings of a page that waits for a withdrawal to stand in the ledger. */
const mostReadings = 12;

/** One consent: what stands now, everything that was said before, the wording it was given for. */
export function ConsentPage() {
  const { t } = useTranslation('consents');
  const { holds } = useSession();
  const id = usePageId();
  const [withdrawing, setWithdrawing] = useState(false);
  const [withdrawnId, setWithdrawnId] = useState<string>();
  const withdrawn = withdrawnId === id;
  const found = useQuery({
    queryKey: ['consent', id],
    queryFn: ({ signal }) => call('operations', `consents/${id}`, http.consentDetail, { signal }),
    gcTime: 0,
    // A live call writes its withdrawal into the ledger itself, a moment after it was told; each reading is on record, so not for ever.
    refetchInterval: ({ state: { data, dataUpdateCount } }) =>
      withdrawn && data?.state === 'given' && dataUpdateCount < mostReadings ? 1000 : false,
  });
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const consent = found.data;
  const isGiven = consent.state === 'given' && !consent.archived;
  const mayWithdraw = !withdrawn && isGiven && holds('customer-consent', 'modify');
  return (
    <Page
      title={t('detail.title')}
      parent={<AnchorLink to="/protect/consents">{t('title')}</AnchorLink>}
      action={
        mayWithdraw && (
          <Button
            onClick={() => {
              setWithdrawing(true);
            }}
          >
            {t('withdraw.open')}
          </Button>
        )
      }
    >
      <Summary consent={consent} />
      <History consent={consent} />
      <Wordings consent={consent} />
      <WithdrawDialog
        id={consent.id}
        opened={withdrawing}
        onClose={() => {
          setWithdrawing(false);
        }}
        onDone={() => {
          setWithdrawnId(id);
          void found.refetch();
        }}
      />
    </Page>
  );
}

function Summary({ consent }: { readonly consent: http.ConsentDetail }) {
  const { t, i18n } = useTranslation('consents');
  const { t: common } = useTranslation();
  const { opens } = useSession();
  const format = useFormat();
  const evidence = useEvidence();
  const receipt = useMutation({
    mutationFn: () => callForFile('operations', `consents/${consent.id}/receipt?language=${i18n.language}`),
    onSuccess: (content) => {
      saveFile(`consent-${consent.id}.jsonld`, content);
    },
  });
  return (
    <Block title={t('detail.summary')}>
      <SimpleGrid cols={{ base: 2, md: 4 }}>
        <Fact name={t('columns.state')}>
          <ConsentMark state={consent.state} />
        </Fact>
        <Fact name={t('columns.whose')}>
          {consent.contactId ? (
            <ContactLink id={consent.contactId} otherwise={t('inCall')}>
              {t('detail.contact')}
            </ContactLink>
          ) : (
            (consent.contactPoint ?? t('gone'))
          )}
        </Fact>
        <Fact name={t('detail.covers')}>{t(`scope.${consent.scope}`)}</Fact>
        <Fact name={t('columns.purpose')}>{common(`purpose.codes.${consent.purpose as 'self'}`)}</Fact>
        <Fact name={t('columns.at')}>{format.dateTime(consent.at)}</Fact>
        <Fact name={t('columns.until')}>{consent.validUntil ? format.dateTime(consent.validUntil) : t('noEnd')}</Fact>
        <Fact name={t('columns.evidence')}>{evidence(consent.evidence)}</Fact>
        <Fact name={t('columns.wording')}>{consent.wordingVersion ?? '–'}</Fact>
      </SimpleGrid>
      {consent.archived && <Text size="sm">{t('detail.archived')}</Text>}
      <Group>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          loading={receipt.isPending}
          onClick={() => {
            receipt.mutate();
          }}
        >
          {t('detail.receipt')}
        </Button>
        {opens('/protect/audit') && (
          <AnchorLink to="/protect/audit" search={{ ...aboutOne('consent', consent.id) }}>
            {t('detail.audit')}
          </AnchorLink>
        )}
      </Group>
      <Refused error={receipt.error} />
    </Block>
  );
}

function History({ consent: { history } }: { readonly consent: http.ConsentDetail }) {
  const { t } = useTranslation('consents');
  const format = useFormat();
  const evidence = useEvidence();
  return (
    <Block title={t('detail.history')}>
      <Rows
        caption={t('detail.history')}
        minWidth={860}
        head={[
          ...[t('columns.at'), t('columns.state'), t('columns.evidence'), t('columns.wording'), t('columns.until')],
          ...[t('detail.recorded'), t('detail.by')],
        ]}
        rows={history.map((event) => [
          format.dateTime(event.at),
          <ConsentMark key="state" state={event.state} />,
          evidence(event.evidence),
          event.wordingVersion ?? '–',
          event.validUntil ? format.dateTime(event.validUntil) : t('noEnd'),
          format.dateTime(event.recordedAt),
          event.recordedBy ?? t('detail.program'),
        ])}
      />
    </Block>
  );
}

function Wordings({ consent: { wordings, wordingVersion } }: { readonly consent: http.ConsentDetail }) {
  const { t } = useTranslation('consents');
  if (wordingVersion === null) return null;
  return (
    <Block title={t('detail.wording')}>
      {wordings.length === 0 && <Text size="sm">{t('detail.noWording')}</Text>}
      {wordings.map(({ language, wording }) => (
        <Text key={language} size="sm" lang={language} maw={720} style={{ whiteSpace: 'pre-line' }}>
          {wording}
        </Text>
      ))}
    </Block>
  );
}
