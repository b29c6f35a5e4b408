import { Alert, Button, Code, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session.tsx';

/** The recovery codes of a second factor that was just set up. They stay above every page until they are put away. */
export function RecoveryCodes() {
  const { t } = useTranslation();
  const { recoveryCodes, showRecoveryCodes } = useSession();
  if (recoveryCodes.length === 0) return null;
  return (
    <Alert mb="lg" variant="outline" color="yellow" title={t('recovery.title')} icon={<IconKey size={18} aria-hidden />}>
      <Stack gap="sm">
        <Text size="sm">{t('recovery.text')}</Text>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 5 }} data-testid="recovery-codes">
          {recoveryCodes.map((code) => (
            <Code key={code}>{code}</Code>
          ))}
        </SimpleGrid>
        <Group>
          <Button
            variant="default"
            className="no-print"
            onClick={() => {
              showRecoveryCodes([]);
            }}
          >
            {t('recovery.done')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
