import { Alert, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session.tsx';
import { AnchorLink } from '../ui/links.tsx';
import { useFormat } from '../ui/use-format.ts';
import { useSwitch } from './grants.ts';

/** Stands on every page, for everybody, while communications are being written down. */
export function DiagnosticBanner() {
  const { t } = useTranslation('diagnostics');
  const { holds } = useSession();
  const { dateTime } = useFormat();
  const { data } = useSwitch();
  if (!data || data.open === 0 || data.until === null) return null;
  return (
    <Alert
      role="status"
      color="yellow"
      variant="outline"
      mb="lg"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      title={t('banner.label')}
    >
      <Group gap="sm">
        <Text size="sm">{t('banner.on', { count: data.open, until: dateTime(data.until) })}</Text>
        {holds('diagnostic-logging', 'view') && <AnchorLink to="/protect/diagnostic-log">{t('banner.show')}</AnchorLink>}
      </Group>
    </Alert>
  );
}
