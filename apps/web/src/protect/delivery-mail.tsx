import { Button, FileInput, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { useWords } from '../i18n/use-words.ts';
import { fieldErrors } from '../ui/field-errors.ts';
import { useSay } from '../ui/say.ts';
import { useRenewDeliveries } from './deliveries.ts';
import { DeliveryAddress } from './delivery-address.tsx';
import { asOptions } from './delivery-choice.ts';
import { ContentChoice, type Content, type WayProps } from './delivery-link.tsx';
import { Refused } from '../ui/states.tsx';

/** Mails the answer, encrypted for the certificate of the person. Without a certificate, a link is the way. */
export function DeliveryMail({ caseId, contents, choice, list }: WayProps) {
  const { t } = useTranslation('report');
  const { fault } = useWords();
  const say = useSay();
  const renew = useRenewDeliveries(caseId);
  const [content, setContent] = useState<Content>(contents[0] ?? 'report');
  const [address, setAddress] = useState<string | null>(null);
  const [certificate, setCertificate] = useState<File | null>(null);
  const send = useMutation({
    mutationFn: async () => {
      const body = { ...asOptions(choice), content, contactPointId: address, certificate: (await certificate?.text()) ?? '' };
      return call('data-protection', `cases/${caseId}/deliveries/mails`, http.created, { method: 'POST', body });
    },
    onSuccess: () => {
      say(t('delivery.mail.sent'));
    },
    onSettled: renew,
  });
  if (!list.ways.mail) return <Text size="sm">{t('delivery.mail.off')}</Text>;
  const errors = fieldErrors(send.error, fault);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate();
      }}
    >
      <Stack gap="sm">
        <Text size="sm" maw={720}>
          {t('delivery.mail.text')}
        </Text>
        <Refused error={send.error} />
        <ContentChoice contents={contents} value={content} onChange={setContent} />
        <DeliveryAddress list={list} value={address} onChange={setAddress} error={errors['contactPointId']} />
        <FileInput
          label={t('delivery.mail.certificate')}
          description={t('delivery.mail.certificateText')}
          placeholder={t('delivery.mail.choose')}
          accept=".pem,.crt,.cer"
          required
          clearable
          clearButtonProps={{ 'aria-label': t('delivery.mail.clear') }}
          maw={480}
          value={certificate}
          error={errors['certificate']}
          onChange={setCertificate}
        />
        <Group>
          <Button type="submit" variant="default" disabled={address === null || certificate === null} loading={send.isPending}>
            {t('delivery.mail.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
