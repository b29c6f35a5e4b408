import { Stack, Text } from '@mantine/core';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';

/** Values of a row that cannot be read: why, and which row and key whoever looks after the server has to look at. */
export function Unreadable({ values }: { readonly values: readonly http.UnreadableValue[] }) {
  const { t } = useTranslation();
  return (
    <Stack gap={4}>
      {values.map(({ reason, epoch, ...place }) => (
        <div key={`${place.row} ${place.column}`}>
          <Text size="sm" c={reason === 'altered' ? 'red' : 'dimmed'}>
            {t(`unreadable.${reason}`)}
          </Text>
          {reason === 'altered' && (
            <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {t('unreadable.where', { ...place, epoch: epoch ?? t('unreadable.unknownEpoch') })}
            </Text>
          )}
        </div>
      ))}
    </Stack>
  );
}
