import { Button, Checkbox, Group, Select, Stack, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath, callForFile } from '../api/client.ts';
import { Block } from '../ui/block.tsx';
import { saveFile } from '../ui/csv.ts';
import { Failed, Loading, Refused } from '../ui/states.tsx';
import { useDeliveries, useRenewDeliveries } from './deliveries.ts';
import { asQuery, contentsOf, packageLanguages, type PackageChoice } from './delivery-choice.ts';
import { DeliveryLink } from './delivery-link.tsx';
import { DeliveryMail } from './delivery-mail.tsx';
import { DeliveryRows } from './delivery-rows.tsx';
import { recordingsHint } from './recordings-hint.ts';

const files = {
  report: ['report.pdf', 'report.zip', 'portable.zip'],
  portability: ['portable.zip'],
} as const;
const names = { 'report.pdf': 'delivery.pdf', 'report.zip': 'delivery.zip', 'portable.zip': 'delivery.portable' } as const;
const built: readonly http.CaseDetail['state'][] = ['reported', 'closed'];

/** Hands the answer over: as files, by a link that is used once, or by encrypted mail; and what was handed over before. */
export function DeliveryBlock({ shown }: { readonly shown: http.CaseDetail }) {
  const { t } = useTranslation('report');
  if (!built.includes(shown.state)) {
    return (
      <Block title={t('delivery.title')}>
        <Text size="sm">{t('delivery.notBuilt')}</Text>
      </Block>
    );
  }
  return <Deliveries shown={shown} />;
}

function Deliveries({ shown }: { readonly shown: http.CaseDetail }) {
  const { t } = useTranslation('report');
  const [choice, setChoice] = useState<PackageChoice>({ language: '', recordings: undefined });
  const found = useDeliveries(shown.id);
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const way = { caseId: shown.id, contents: contentsOf(shown.kind), choice, list: found.data };
  return (
    <Block title={t('delivery.title')}>
      <Text size="sm" maw={720}>
        {t(found.data.ways.signing ? 'delivery.text' : 'delivery.unsigned')}
      </Text>
      <Choice shown={shown} choice={choice} onChange={setChoice} />
      <Downloads shown={shown} choice={choice} />
      <Title order={3}>{t('delivery.link.title')}</Title>
      <DeliveryLink {...way} />
      <Title order={3}>{t('delivery.mail.title')}</Title>
      <DeliveryMail {...way} />
      <Title order={3}>{t('delivery.rows.title')}</Title>
      <DeliveryRows caseId={shown.id} rows={found.data.rows} />
    </Block>
  );
}

interface ChoiceProps {
  readonly shown: http.CaseDetail;
  readonly choice: PackageChoice;
  readonly onChange: (choice: PackageChoice) => void;
}

function Choice({ shown, choice, onChange }: ChoiceProps) {
  const { t } = useTranslation('report');
  const languages = packageLanguages.map((value) => ({ value, label: t(`delivery.languages.${value}`) }));
  return (
    <Group align="start" gap="lg">
      <Select
        label={t('delivery.language')}
        data={[{ value: '', label: t('delivery.ownLanguage') }, ...languages]}
        allowDeselect={false}
        value={choice.language}
        onChange={(value) => {
          onChange({ ...choice, language: packageLanguages.find((one) => one === value) ?? '' });
        }}
      />
      <Checkbox
        mt={28}
        label={t('delivery.recordings')}
        description={t(`block.recordingsHints.${recordingsHint(shown)}`, { level: shown.verificationLevel })}
        checked={choice.recordings ?? shown.withRecordings}
        onChange={(event) => {
          onChange({ ...choice, recordings: event.currentTarget.checked });
        }}
      />
    </Group>
  );
}

function Downloads({ shown, choice }: { readonly shown: http.CaseDetail; readonly choice: PackageChoice }) {
  const { t } = useTranslation('report');
  const renew = useRenewDeliveries(shown.id);
  const addressOf = (file: string) => `cases/${shown.id}/package/${file}${asQuery(choice)}`;
  const save = useMutation({
    mutationFn: async (file: keyof typeof names) => {
      saveFile(`${shown.number}-${file}`, await callForFile('data-protection', addressOf(file)));
    },
    onSuccess: renew,
  });
  return (
    <Stack gap="sm">
      <Group>
        {files[shown.kind === 'portability' ? 'portability' : 'report'].map((file) => (
          <Button
            key={file}
            component="a"
            variant="default"
            href={apiPath('data-protection', addressOf(file))}
            loading={save.isPending && save.variables === file}
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={(event) => {
              event.preventDefault();
              save.mutate(file);
            }}
          >
            {t(names[file])}
          </Button>
        ))}
      </Group>
      <Refused error={save.error} />
    </Stack>
  );
}
