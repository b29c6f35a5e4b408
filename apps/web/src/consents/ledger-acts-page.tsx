import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session.tsx';
import { AnchorLink } from '../ui/links.tsx';
import { Page } from '../ui/page.tsx';
import { ExportBlock } from './export-block.tsx';
import { ImportBlock } from './import-block.tsx';
import { ResetBlock } from './reset-block.tsx';

/** Acts on many consents at once. */
export function LedgerActsPage() {
  const { t } = useTranslation('consents');
  const { holds } = useSession();
  return (
    <Page title={t('acts.title')} parent={<AnchorLink to="/protect/consents">{t('title')}</AnchorLink>}>
      {holds('customer-consent', 'create') && <ImportBlock />}
      <ExportBlock />
      <ResetBlock mayReset={holds('customer-consent', 'delete')} />
    </Page>
  );
}
