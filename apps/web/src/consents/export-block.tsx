import { Button, Group, Select, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { purposeCodes } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callForFile } from '../api/client.ts';
import { Block } from '../ui/block.tsx';
import { saveFile } from '../ui/csv.ts';
import { Refused } from '../ui/states.tsx';

/** Gives the ledger out as a file, under a purpose. */
export function ExportBlock() {
  const { t } = useTranslation('consents');
  const { t: common } = useTranslation();
  const [why, setWhy] = useState<string | null>(null);
  const [purpose, setPurpose] = useState<string | null>(null);
  const [format, setFormat] = useState<string | null>('csv');
  const purposes = purposeCodes.map((value) => ({ value, label: common(`purpose.codes.${value}`) }));
  const fetched = useMutation({
    mutationFn: () => {
      const body = { statedPurpose: { code: why }, format, ...(purpose && { purpose }) };
      return callForFile('operations', 'consents/export', { method: 'POST', body });
    },
    onSuccess: (content) => {
      saveFile(`consents.${format ?? 'csv'}`, content);
    },
  });
  return (
    <Block title={t('acts.exportTitle')}>
      <Text size="sm" maw={720}>
        {t('acts.exportText')}
      </Text>
      <Group align="flex-start">
        <Select label={t('filters.why')} required allowDeselect={false} w={230} value={why} data={purposes} onChange={setWhy} />
        <Select
          label={t('filters.purpose')}
          placeholder={t('filters.any')}
          clearable
          clearButtonProps={{ 'aria-label': common('action.clearField') }}
          w={230}
          value={purpose}
          data={purposes}
          onChange={setPurpose}
        />
        <Select
          label={t('acts.format')}
          allowDeselect={false}
          w={120}
          value={format}
          data={[
            { value: 'csv', label: t('acts.csv') },
            { value: 'json', label: t('acts.json') },
          ]}
          onChange={setFormat}
        />
        <Button
          variant="default"
          mt="var(--beside-label)"
          disabled={why === null}
          loading={fetched.isPending}
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => {
            fetched.mutate();
          }}
        >
          {t('acts.export')}
        </Button>
      </Group>
      <Refused error={fetched.error} />
    </Block>
  );
}
