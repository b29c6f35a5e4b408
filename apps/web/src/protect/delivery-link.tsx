import { Alert, Button, Code, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { useFormat } from '../ui/use-format.ts';
import { useRenewDeliveries } from './deliveries.ts';
import { DeliveryAddress } from './delivery-address.tsx';
import { asOptions, type PackageChoice } from './delivery-choice.ts';
import { Refused } from '../ui/states.tsx';

export type Content = 'report' | 'portable';
export interface WayProps {
  readonly caseId: string;
  readonly contents: readonly Content[];
  readonly choice: PackageChoice;
  readonly list: http.DeliveryList;
}

/** Makes a link that can be used once; link and passphrase are shown this once. */
export function DeliveryLink({ caseId, contents, choice, list }: WayProps) {
  const { t } = useTranslation('report');
  const renew = useRenewDeliveries(caseId);
  const [content, setContent] = useState<Content>(contents[0] ?? 'report');
  const [address, setAddress] = useState<string | null>(null);
  const make = useMutation({
    mutationFn: () => {
      const body = { ...asOptions(choice), content, contactPointId: address };
      return call('data-protection', `cases/${caseId}/deliveries/links`, http.linkMade, { method: 'POST', body });
    },
    onSettled: renew,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <Stack gap="sm">
        <Text size="sm" maw={720}>
          {t('delivery.link.text')}
        </Text>
        <Refused error={make.error} />
        <ContentChoice contents={contents} value={content} onChange={setContent} />
        {list.ways.mail && list.ways.address && <DeliveryAddress list={list} value={address} onChange={setAddress} clearable />}
        <Group>
          <Button type="submit" variant="default" loading={make.isPending}>
            {t('delivery.link.make')}
          </Button>
        </Group>
        {make.data && <MadeLink made={make.data} mailed={address !== null} onDone={make.reset} />}
      </Stack>
    </form>
  );
}

interface ContentProps {
  readonly contents: readonly Content[];
  readonly value: Content;
  readonly onChange: (content: Content) => void;
}

/** The whole report or its portable part; nothing to choose where there is one. */
export function ContentChoice({ contents, value, onChange }: ContentProps) {
  const { t } = useTranslation('report');
  if (contents.length < 2) return null;
  return (
    <Radio.Group
      label={t('delivery.content')}
      value={value}
      onChange={(chosen) => {
        onChange(chosen === 'portable' ? 'portable' : 'report');
      }}
    >
      <Group mt="xs">
        {contents.map((one) => (
          <Radio key={one} value={one} label={t(`delivery.contents.${one}`)} />
        ))}
      </Group>
    </Radio.Group>
  );
}

/** Goes only by its button, so that neither is lost by a stray click. */
function MadeLink({
  made,
  mailed,
  onDone,
}: {
  readonly made: http.LinkMade;
  readonly mailed: boolean;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation('report');
  const format = useFormat();
  const told = made.notMailed === null ? (mailed ? 'delivery.link.mailed' : 'delivery.link.tell') : 'delivery.link.notMailed';
  return (
    <Modal
      opened
      onClose={onDone}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      size="lg"
      title={t('delivery.link.madeTitle')}
    >
      <Stack>
        <Text size="sm">{t('delivery.link.madeText', { until: format.dateTime(made.expiresAt) })}</Text>
        <Text size="sm">{t('delivery.link.address')}</Text>
        <Code block data-testid="delivery-link">{`${window.location.origin}/collect#${made.token}`}</Code>
        <Text size="sm">{t('delivery.link.passphrase')}</Text>
        <Code block fz="lg" ta="center" data-testid="delivery-passphrase">
          {made.passphrase}
        </Code>
        <Alert variant="outline" color={made.notMailed === null ? 'blue' : 'red'}>
          <Text size="sm">{t(told)}</Text>
        </Alert>
        <Group justify="flex-end">
          <Button onClick={onDone}>{t('delivery.link.done')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
