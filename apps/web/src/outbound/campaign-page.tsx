import { Button, FileInput, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { useChoices } from '../configure/choices.ts';
import { useSession } from '../session/session.tsx';
import { Block, Fact } from '../ui/block.tsx';
import { AnchorLink } from '../ui/links.tsx';
import { usePageId } from '../ui/page-id.ts';
import { Page } from '../ui/page.tsx';
import { Failed, Loading, NotFound, Refused } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { CampaignState } from './campaign-state.tsx';
import { useCampaigns, type Campaign } from './campaigns.ts';
import { ImportResult } from './import-result.tsx';

const mostBytes = 10 * 1024 * 1024;

/** One campaign, and the way to add call lists to it. */
export function CampaignPage() {
  const { t } = useTranslation('work');
  const id = usePageId();
  const { holds } = useSession();
  const campaigns = useCampaigns();
  if (campaigns.isPending) return <Loading />;
  if (campaigns.isError) return <Failed error={campaigns.error} retry={() => void campaigns.refetch()} />;
  const campaign = campaigns.data.find((one) => one.id === id);
  if (!campaign) return <NotFound />;
  return (
    <Page title={campaign.name} parent={<AnchorLink to="/outbound">{t('outbound.title')}</AnchorLink>}>
      <Summary campaign={campaign} />
      {holds('call-list', 'create') && <AddList campaign={campaign} />}
    </Page>
  );
}

function Summary({ campaign }: { readonly campaign: Campaign }) {
  const { t } = useTranslation('work');
  const format = useFormat();
  const queues = useChoices('queues');
  return (
    <Block title={t('outbound.summary')}>
      <SimpleGrid cols={{ base: 2, md: 4 }}>
        <Fact name={t('outbound.state')}>
          <CampaignState state={campaign.state} />
        </Fact>
        <Fact name={t('outbound.mode')}>{t(`outbound.modes.${campaign.mode}`)}</Fact>
        <Fact name={t('outbound.queue')}>
          {queues.find(({ value }) => value === campaign.queueId)?.label ?? t('outbound.noQueue')}
        </Fact>
        <Fact name={t('outbound.customers')}>{format.number(campaign.customers)}</Fact>
      </SimpleGrid>
    </Block>
  );
}

function AddList({ campaign }: { readonly campaign: Campaign }) {
  const { t } = useTranslation('work');
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const upload = useMutation({
    mutationFn: (list: File) => {
      const body = new FormData();
      body.append('file', list);
      return call('operations', `campaigns/${campaign.id}/call-lists`, http.importAnswer, { method: 'POST', body });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['campaigns'] }),
  });
  const tooLarge = file !== null && file.size > mostBytes;
  const submit = () => {
    if (file && !tooLarge) upload.mutate(file);
  };
  return (
    <Block title={t('outbound.list')}>
      <Text size="sm" maw={720}>
        {t('outbound.listText')}
      </Text>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Group align="flex-start">
          <FileInput
            label={t('outbound.file')}
            placeholder={t('outbound.choose')}
            accept=".csv,text/csv"
            w={320}
            value={file}
            error={tooLarge && t('outbound.tooLarge')}
            onChange={(chosen) => {
              setFile(chosen);
              upload.reset();
            }}
          />
          <Button
            type="submit"
            mt="var(--beside-label)"
            disabled={!file || tooLarge}
            loading={upload.isPending}
            leftSection={<IconUpload size={16} aria-hidden />}
          >
            {t('outbound.upload')}
          </Button>
        </Group>
      </form>
      <Stack aria-live="polite">
        <Refused error={upload.error} />
        {upload.data && <ImportResult result={upload.data} />}
      </Stack>
    </Block>
  );
}
