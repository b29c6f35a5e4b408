import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { useSession } from '../session/session.tsx';
import { Block } from '../ui/block.tsx';
import { AnchorLink } from '../ui/links.tsx';
import { Page } from '../ui/page.tsx';
import { Rows } from '../ui/rows.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { WordingDiff } from './wording-diff.tsx';
import { WordingForm } from './wording-form.tsx';

/** What callers are told and asked: which version is in force where, all texts, and what changed between two of them. */
export function WordingsPage() {
  const { t } = useTranslation('consents');
  const { holds } = useSession();
  const found = useQuery({
    queryKey: ['consent-wordings'],
    queryFn: ({ signal }) => call('configurator', 'consent-wordings', http.consentWordings, { signal }),
  });
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const { wordings, inForce } = found.data;
  return (
    <Page title={t('wordings.title')}>
      <Text size="sm" maw={720}>
        {t('wordings.text')}
      </Text>
      {wordings.length === 0 && <Empty title={t('wordings.emptyTitle')} text={t('wordings.emptyText')} />}
      {inForce.length > 0 && <InForce inForce={inForce} />}
      {wordings.length > 0 && <Versions wordings={wordings} />}
      {wordings.length > 1 && <WordingDiff wordings={wordings} />}
      {holds('consent-policy', 'create') ? (
        <WordingForm onAdded={() => void found.refetch()} />
      ) : (
        <Text size="sm">{t('wordings.readOnly')}</Text>
      )}
    </Page>
  );
}

function InForce({ inForce }: { readonly inForce: http.ConsentWordings['inForce'] }) {
  const { t } = useTranslation('consents');
  return (
    <Block title={t('wordings.inForce')}>
      <Rows
        caption={t('wordings.inForce')}
        minWidth={640}
        head={[t('wordings.policy'), t('wordings.version'), t('wordings.queues'), t('wordings.languages')]}
        rows={inForce.map(({ policyId, policy, version, queues, languages }) => [
          <AnchorLink key="policy" to="/configure/consent-policies/$id" params={{ id: policyId }}>
            {policy}
          </AnchorLink>,
          version,
          queues.length === 0 ? t('wordings.noQueues') : queues.join(', '),
          languages.length === 0 ? t('wordings.noText') : languages.join(', '),
        ])}
      />
    </Block>
  );
}

function Versions({ wordings }: { readonly wordings: http.ConsentWordings['wordings'] }) {
  const { t } = useTranslation('consents');
  const format = useFormat();
  return (
    <Block title={t('wordings.versions')}>
      <Rows
        caption={t('wordings.versions')}
        minWidth={760}
        head={[t('wordings.version'), t('wordings.language'), t('wordings.written'), t('wordings.wording')]}
        rows={wordings.map(({ version, language, createdAt, wording }) => [
          version,
          language,
          format.dateTime(createdAt),
          <Text key="wording" size="sm" lang={language} style={{ whiteSpace: 'pre-line' }}>
            {wording}
          </Text>,
        ])}
      />
    </Block>
  );
}
