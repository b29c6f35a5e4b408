import { Alert, Text } from '@mantine/core';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { Page } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { FollowsBlock } from './follows-block.tsx';
import { RehearsalBlock } from './rehearsal-block.tsx';
import { useRetention } from './retention-data.ts';
import { RulesBlock } from './rules-block.tsx';
import { RunsBlock } from './runs-block.tsx';

/** How long data are kept: rules, what they would remove, whose approval removes it, and what was removed. */
export function RetentionPage() {
  const { t } = useTranslation('retention');
  const retention = useRetention();
  return (
    <Page title={t('title')}>
      <Text size="sm" maw={720}>
        {t('intro')}
      </Text>
      {retention.isPending && <Loading />}
      {retention.isError && <Failed error={retention.error} retry={() => void retention.refetch()} />}
      {retention.data && (
        <>
          <Brake view={retention.data} />
          <RulesBlock view={retention.data} />
          <RehearsalBlock view={retention.data} />
          <RunsBlock />
          <FollowsBlock view={retention.data} />
        </>
      )}
    </Page>
  );
}

function Brake({ view }: { readonly view: http.RetentionView }) {
  const { t } = useTranslation('retention');
  if (view.brake === null) return null;
  return (
    <Alert role="alert" color="yellow" variant="outline" title={t('brake.title')}>
      <Text size="sm">{t(`because.${view.brake}`)}</Text>
    </Alert>
  );
}
