import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { Refused } from '../ui/states.tsx';
import { hasSaidNo, isFinal, sayable, type Sayable } from './sayable.ts';
import { afterNo, carriedOut, questionBefore, type Question } from './what-a-no-does.ts';

/** Where an agent enters what the customer says while the call goes on; nothing for whom it is not theirs to tell. */
export function TellingConsent({ contact }: { readonly contact: http.ContactDetail }) {
  const { t } = useTranslation('contacts');
  const [asking, setAsking] = useState<Sayable>();
  const queries = useQueryClient();
  const telling = useMutation({
    mutationFn: (state: Sayable) =>
      call('operations', 'consents', http.consentIntakeAnswer, {
        method: 'POST',
        body: { contact: { contactId: contact.id }, state, evidence: 'agent' },
      }),
    // Nothing is said of it before the contact was read again, so that the words and the page agree.
    onSettled: () =>
      Promise.all(['contact', 'contact-alarms'].map((key) => queries.invalidateQueries({ queryKey: [key, contact.id] }))),
  });
  if (!contact.tellsConsent) return null;
  const next = sayable(contact);
  const done = telling.data?.applied === 'applied' ? carriedOut(contact) : telling.data?.applied;
  return (
    <Stack gap="xs" className="no-print" mt="sm">
      {next.length > 0 && <Text size="sm">{t('telling.hint')}</Text>}
      {contact.recordingOff && <Text size="sm">{t('telling.off')}</Text>}
      <Group gap="sm">
        {next.map((state) => (
          <Button
            key={state}
            size="xs"
            variant="default"
            disabled={telling.isPending}
            onClick={() => {
              if (isFinal(state)) setAsking(state);
              else telling.mutate(state);
            }}
          >
            {t(`telling.${state}`)}
          </Button>
        ))}
      </Group>
      <AskFirst
        state={asking}
        question={questionBefore(contact)}
        onClose={() => {
          setAsking(undefined);
        }}
        onSure={(state) => {
          setAsking(undefined);
          telling.mutate(state);
        }}
      />
      <Refused error={telling.error} />
      <div role="status">
        {hasSaidNo(contact) && <Text size="sm">{t(`telling.${afterNo(contact)}`)}</Text>}
        {done && <Text size="sm">{t(`telling.${done}`)}</Text>}
      </div>
    </Stack>
  );
}

interface AskFirstProps {
  readonly state: Sayable | undefined;
  readonly question: Question;
  readonly onClose: () => void;
  readonly onSure: (state: Sayable) => void;
}

/** A no may destroy what was recorded for good, and no yes can be entered after it: it is asked once more. */
function AskFirst({ state, question, onClose, onSure }: AskFirstProps) {
  const { t } = useTranslation('contacts');
  const { t: common } = useTranslation();
  return (
    <Modal
      opened={state !== undefined}
      onClose={onClose}
      title={state && t(`telling.${state}`)}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      <Stack>
        <Text size="sm">{t(`telling.${question}`)}</Text>
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            {common('action.cancel')}
          </Button>
          <Button
            color="red"
            onClick={() => {
              if (state) onSure(state);
            }}
          >
            {t('telling.sure')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
