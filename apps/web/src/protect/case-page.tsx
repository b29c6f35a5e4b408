import { SimpleGrid, Text } from '@mantine/core';
import { databaseNames, type http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-words.ts';
import { Block, Fact } from '../ui/block.tsx';
import { AnchorLink } from '../ui/links.tsx';
import { usePageId } from '../ui/page-id.ts';
import { Page } from '../ui/page.tsx';
import { Rows } from '../ui/rows.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { stepWord } from './begun.ts';
import { CaseActs } from './case-acts.tsx';
import { CaseState, Due } from './case-marks.tsx';
import { useCase } from './cases.ts';
import { DeliveryBlock } from './delivery-block.tsx';
import { Erasure } from './erasure.tsx';
import { LinkPoint } from './link-point.tsx';
import { SystemsBlock } from './evidence-systems.tsx';
import { LinksBlock } from './links-block.tsx';
import { OutlineBlock } from './outline-block.tsx';
import { PersonBlock } from './person-block.tsx';
import { Rectification } from './rectification.tsx';
import { ReportBlock } from './report-block.tsx';
import { Restriction } from './restriction.tsx';
import { fingerprintIn } from './step-result.ts';
import { VerificationBlock } from './verification-block.tsx';

const erased: readonly http.CaseDetail['state'][] = ['live-erased', 'restricting', 'executing', 'verifying', 'backup-pending'];

/** One case: how far it is, what is held about the person, and its report or erasure. */
export function CasePage() {
  const { t } = useTranslation('protect');
  const id = usePageId();
  const found = useCase(id);
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const shown = found.data;
  const gone = shown.kind === 'erasure' && (erased.includes(shown.state) || shown.state === 'closed');
  return (
    <Page
      title={t('case.title', { number: shown.number })}
      parent={<AnchorLink to="/protect/cases">{t('case.crumb')}</AnchorLink>}
    >
      <Summary shown={shown} />
      <VerificationBlock shown={shown} />
      {!gone && <Held shown={shown} />}
      {gone && <Text size="sm">{t('case.gone')}</Text>}
      <Answering shown={shown} />
      <SystemsBlock caseId={shown.id} />
      <Steps shown={shown} />
      <CaseActs shown={shown} />
    </Page>
  );
}

/** What is held: by kind of data, who the person is one with, and the values once they are asked for. */
function Held({ shown }: { readonly shown: http.CaseDetail }) {
  return (
    <>
      <OutlineBlock caseId={shown.id} />
      {shown.personId && <LinksBlock personId={shown.personId} />}
      {shown.personId && <LinkPoint personId={shown.personId} />}
      <PersonBlock caseId={shown.id} />
    </>
  );
}

/** The part of a case that does what was asked. */
function Answering({ shown }: { readonly shown: http.CaseDetail }) {
  if (shown.kind === 'erasure') return <Erasure shown={shown} />;
  if (shown.kind === 'rectification') return <Rectification shown={shown} />;
  if (shown.kind === 'restriction') return <Restriction shown={shown} />;
  if (shown.kind !== 'report' && shown.kind !== 'portability') return null;
  return (
    <>
      <ReportBlock shown={shown} />
      <DeliveryBlock shown={shown} />
    </>
  );
}

function Summary({ shown }: { readonly shown: http.CaseDetail }) {
  const { t } = useTranslation('protect');
  const { t: own } = useTranslation('identity');
  const { word } = useWords();
  const format = useFormat();
  return (
    <Block title={t('case.summary')}>
      <SimpleGrid cols={{ base: 2, md: 4 }}>
        <Fact name={t('cases.kind')}>{t(`cases.kinds.${shown.kind}`)}</Fact>
        <Fact name={t('cases.state')}>
          <CaseState shown={shown} />
        </Fact>
        <Fact name={t('cases.due')}>
          {format.date(shown.dueAt)} <Due shown={shown} />
        </Fact>
        <Fact name={t('cases.opened')}>{format.dateTime(shown.openedAt)}</Fact>
        <Fact name={t('cases.openedBy')}>{shown.openedBy}</Fact>
        <Fact name={t('cases.person')}>{shown.person}</Fact>
        <Fact name={t('cases.owner')}>{shown.owner ?? '–'}</Fact>
        {shown.extensionReason && <Fact name={own('acts.reason')}>{word('stepResult', shown.extensionReason)}</Fact>}
        {shown.refusalGround && <Fact name={own('acts.refused')}>{word('refusalGround', shown.refusalGround)}</Fact>}
        {shown.kind === 'erasure' && <Fact name={t('cases.approvedBy')}>{shown.approvedBy ?? t('case.notApproved')}</Fact>}
      </SimpleGrid>
    </Block>
  );
}

/** A word, or the beginning of the fingerprint of what was downloaded, the whole of it on pointing at it. */
function Result({ result }: { readonly result: string }) {
  const { word } = useWords();
  const fingerprint = fingerprintIn(result);
  if (fingerprint === null) return word('stepResult', result);
  return <span title={fingerprint}>{`${word('stepResult', 'fingerprint')} ${fingerprint.slice(0, 16)}…`}</span>;
}

function Steps({ shown }: { readonly shown: http.CaseDetail }) {
  const { t } = useTranslation('protect');
  const { word } = useWords();
  const format = useFormat();
  return (
    <Block title={t('case.steps')}>
      {shown.steps.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('case.noSteps')}
        </Text>
      ) : (
        <Rows
          caption={t('case.steps')}
          head={[t('case.at'), t('case.step'), t('case.database'), t('case.affected'), t('case.result')]}
          figures={[3]}
          minWidth={560}
          rows={shown.steps.map(({ at, step, database, affected, result }) => [
            format.dateTime(at),
            word('step', stepWord(shown.kind, step)),
            database ? nameOf(database) : '–',
            format.number(affected),
            <Result key="result" result={result} />,
          ])}
        />
      )}
    </Block>
  );

  function nameOf(database: string): string {
    const known = databaseNames.find((name) => name === database);
    return known ? t(`databases.${known}`) : database;
  }
}
