import { NativeSelect } from '@mantine/core';
import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { useUsers } from '../configure/users.ts';

export interface Owner {
  readonly ownerUserId: string | null;
  readonly ownerOffice: (typeof http.offices)[number] | null;
}
interface OwnerSelectProps {
  readonly owner: Owner;
  readonly onChange: (owner: Owner) => void;
  /** Whether nobody may be chosen. */
  readonly optional?: boolean;
}

/** Who answers for something: an office, or one of the accounts that one may see. */
export function OwnerSelect({ owner, onChange, optional = false }: OwnerSelectProps) {
  const { t } = useTranslation('registers');
  const users = useUsers();
  const accounts = (users.data ?? []).map(({ id, login }) => ({ value: id, label: login }));
  const choices = [
    ...(optional ? [{ value: '', label: t('owner.nobody') }] : []),
    { group: t('owner.offices'), items: http.offices.map((value) => ({ value, label: t(`offices.${value}`) })) },
    ...(accounts.length > 0 ? [{ group: t('owner.accounts'), items: accounts }] : []),
  ];
  return (
    <NativeSelect
      label={t('owner.label')}
      data={choices}
      value={owner.ownerOffice ?? owner.ownerUserId ?? ''}
      onChange={(event) => {
        const { value } = event.currentTarget;
        const office = http.offices.find((one) => one === value) ?? null;
        onChange({ ownerOffice: office, ownerUserId: office === null && value !== '' ? value : null });
      }}
    />
  );
}
