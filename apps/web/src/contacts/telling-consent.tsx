import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { Refused } from '../ui/states.tsx';
import { sayable, type Sayable } from './sayable.ts';

/** Where an agent enters what the customer says while the call goes on; nothing for whom it is not theirs to tell. */
export function TellingConsent({ contact }: { readonly contact: http.ContactDetail }) {
  const { t } = useTranslation('contacts');
  const queries = useQueryClient();
  const telling = useMutation({
    mutationFn: (state: Sayable) =>
      call('operations', 'consents', http.consentIntakeAnswer, {
        method: 'POST',
        body: { contact: { contactId: contact.id }, state, evidence: 'agent' },
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['contact-alarms', contact.id] }),
  });
  if (!contact.tellsConsent) return null;
  const next = sayable(contact.consents);
  return (
    <Stack gap="xs" className="no-print" mt="sm">
      {next.length > 0 && <Text size="sm">{t('telling.hint')}</Text>}
      <Group gap="sm">
        {next.map((state) => (
          <Button
            key={state}
            size="xs"
            variant="default"
            disabled={telling.isPending}
            onClick={() => {
              telling.mutate(state);
            }}
          >
            {t(`telling.${state}`)}
          </Button>
        ))}
      </Group>
      <Refused error={telling.error} />
      <Text size="sm" role="status">
        {telling.data && t(`telling.${telling.data.applied}`)}
      </Text>
    </Stack>
  );
}
