import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session.tsx';
import { Block } from '../ui/block.tsx';
import { ReportFiles } from './report-files.tsx';

/** The personal data report of a user as an employee (R91): for whoever manages the account, nothing for others. */
export function EmployeeReport({ userId, login }: { readonly userId: string; readonly login: string }) {
  const { t } = useTranslation('report');
  const { holds } = useSession();
  if (!holds('user', 'manage')) return null;
  const path = `employees/${userId}/report`;
  return (
    <Block title={t('employee.title')}>
      <Text size="sm" maw={720}>
        {t('employee.text')}
      </Text>
      <ReportFiles
        files={[
          { path: `${path}.pdf`, name: `${login}-report.pdf`, label: t('employee.download') },
          { path: `${path}.json`, name: `${login}-report.json`, label: t('employee.json') },
        ]}
      />
    </Block>
  );
}
