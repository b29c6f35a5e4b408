import { Select, Text } from '@mantine/core';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';

interface AddressProps {
  readonly list: http.DeliveryList;
  readonly value: string | null;
  readonly onChange: (contactPointId: string | null) => void;
  readonly error?: string | undefined;
  readonly clearable?: boolean;
}

/** One of the known addresses of the person; those that nothing may be sent to are named with the reason. */
export function DeliveryAddress({ list, value, onChange, error, clearable = false }: AddressProps) {
  const { t } = useTranslation('report');
  if (list.addresses.length === 0) return <Text size="sm">{t('delivery.address.none')}</Text>;
  return (
    <Select
      label={t(clearable ? 'delivery.address.optional' : 'delivery.address.label')}
      description={t('delivery.address.text')}
      required={!clearable}
      clearable={clearable}
      clearButtonProps={{ 'aria-label': t('delivery.address.clear') }}
      placeholder={clearable ? t('delivery.address.nobody') : ''}
      value={value}
      error={error}
      onChange={onChange}
      maw={480}
      data={list.addresses.map(({ contactPointId, masked, state }) => ({
        value: contactPointId,
        label: state === 'known' ? masked : `${masked} – ${t(`delivery.address.states.${state}`)}`,
        disabled: state !== 'known',
      }))}
    />
  );
}
