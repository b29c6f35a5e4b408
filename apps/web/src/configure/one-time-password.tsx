import { Button, Code, Group, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface OneTimePasswordProps {
  readonly login: string;
  readonly password: string;
  readonly onDone: () => void;
}

/** Shows the one-time password of a new user, once. It goes only by the button, so that it is not lost by a stray click. */
export function OneTimePassword({ login, password, onDone }: OneTimePasswordProps) {
  const { t } = useTranslation('configure');
  return (
    <Modal
      opened
      onClose={onDone}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title={t('users.oneTimeTitle')}
    >
      <Stack>
        <Text size="sm">{t('users.oneTimeText', { login })}</Text>
        <Code block fz="lg" ta="center" data-testid="one-time-password">
          {password}
        </Code>
        <Group justify="flex-end">
          <Button onClick={onDone}>{t('users.oneTimeDone')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
