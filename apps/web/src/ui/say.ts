import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';

/** Says briefly that something was done; read out politely, and gone after a few seconds. */
export function useSay(): (message: string) => void {
  const { t } = useTranslation();
  return (message) => {
    notifications.show({ message, color: 'green', role: 'status', closeButtonProps: { 'aria-label': t('action.closeMessage') } });
  };
}
