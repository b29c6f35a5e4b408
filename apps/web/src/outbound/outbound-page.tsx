import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { call } from '../api/client.ts';
import { useChoices } from '../configure/choices.ts';
import { useWords } from '../i18n/use-words.ts';
import { useSession } from '../session/session.tsx';
import { fieldErrors, schemaErrors } from '../ui/field-errors.ts';
import { AnchorLink } from '../ui/links.tsx';
import { Page } from '../ui/page.tsx';
import { Rows } from '../ui/rows.tsx';
import { Empty, Failed, Loading, Refused } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { BlockedNumbers } from './blocked-numbers.tsx';
import { CampaignState } from './campaign-state.tsx';
import { useCampaigns, type Campaign } from './campaigns.ts';
import { focusFirst } from '../ui/focus-first.ts';

/** Campaigns, and the numbers that none of them may call. */
export function OutboundPage() {
  const { t } = useTranslation('work');
  const { holds } = useSession();
  const campaigns = useCampaigns();
  const [creating, setCreating] = useState(false);
  const mayBlock = (['view', 'create'] as const).some((access) => holds('blocked-number', access));
  return (
    <Page
      title={t('outbound.title')}
      action={
        holds('campaign', 'create') && (
          <Button
            onClick={() => {
              setCreating(true);
            }}
          >
            {t('outbound.new')}
          </Button>
        )
      }
    >
      {campaigns.isPending && <Loading />}
      {campaigns.isError && <Failed error={campaigns.error} retry={() => void campaigns.refetch()} />}
      {campaigns.data && <CampaignTable campaigns={campaigns.data} />}
      {mayBlock && <BlockedNumbers />}
      <NewCampaign
        opened={creating}
        onClose={() => {
          setCreating(false);
        }}
      />
    </Page>
  );
}

function CampaignTable({ campaigns }: { readonly campaigns: readonly Campaign[] }) {
  const { t } = useTranslation('work');
  const format = useFormat();
  const navigate = useNavigate();
  if (campaigns.length === 0) return <Empty title={t('outbound.emptyTitle')} text={t('outbound.emptyText')} />;
  return (
    <Rows
      caption={t('outbound.campaigns')}
      minWidth={520}
      head={(['name', 'mode', 'state', 'customers'] as const).map((column) => t(`outbound.${column}`))}
      figures={[3]}
      rows={campaigns.map(({ id, name, mode, state, customers }) => ({
        key: id,
        open: () => void navigate({ to: '/outbound/$id', params: { id } }),
        cells: [
          <AnchorLink to="/outbound/$id" params={{ id }} size="sm" aria-label={t('outbound.open', { name })}>
            {name}
          </AnchorLink>,
          t(`outbound.modes.${mode}`),
          <CampaignState state={state} />,
          format.number(customers),
        ],
      }))}
    />
  );
}

function NewCampaign({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('work');
  const { t: common } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('outbound.new')}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      <NewCampaignForm onClose={onClose} />
    </Modal>
  );
}

function NewCampaignForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('work');
  const { t: common } = useTranslation();
  const { fault } = useWords();
  const queues = useChoices('queues');
  const queries = useQueryClient();
  const initialValues: z.output<typeof http.campaignBody> = { name: '', queueId: null, mode: 'preview' };
  const form = useForm({ initialValues, validate: (values) => schemaErrors(http.campaignBody, values, fault) });
  const create = useMutation({
    mutationFn: (body: z.output<typeof http.campaignBody>) =>
      call('operations', 'campaigns', http.created, { method: 'POST', body }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['campaigns'] });
      onClose();
    },
    onError: (error) => {
      form.setErrors(fieldErrors(error, fault));
    },
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) => {
        create.mutate(values);
      }, focusFirst(form))}
    >
      <Stack>
        <Refused error={create.error} />
        <TextInput label={t('outbound.name')} required data-autofocus {...form.getInputProps('name')} />
        <Select
          label={t('outbound.queue')}
          placeholder={t('outbound.noQueue')}
          clearable
          clearButtonProps={{ 'aria-label': common('action.clearField') }}
          data={queues}
          {...form.getInputProps('queueId')}
        />
        <Select
          label={t('outbound.mode')}
          allowDeselect={false}
          data={(['preview', 'progressive', 'predictive'] as const).map((value) => ({
            value,
            label: t(`outbound.modes.${value}`),
          }))}
          {...form.getInputProps('mode')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common('action.cancel')}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {common('action.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
