import { Button, Group, Modal, Select, Stack, Table, TextInput } from '@mantine/core';
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
import { OpeningRow, Scrolled } from '../ui/rows.tsx';
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
    <Scrolled caption={t('outbound.campaigns')} minWidth={520}>
      <Table>
        <caption className="unseen">{t('outbound.campaigns')}</caption>
        <Table.Thead>
          <Table.Tr>
            {(['name', 'mode', 'state'] as const).map((column) => (
              <Table.Th key={column} scope="col">
                {t(`outbound.${column}`)}
              </Table.Th>
            ))}
            <Table.Th scope="col" ta="right">
              {t('outbound.customers')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {campaigns.map(({ id, name, mode, state, customers }) => (
            <OpeningRow key={id} open={() => void navigate({ to: '/outbound/$id', params: { id } })}>
              <Table.Td>
                <AnchorLink to="/outbound/$id" params={{ id }} size="sm" aria-label={t('outbound.open', { name })}>
                  {name}
                </AnchorLink>
              </Table.Td>
              <Table.Td>{t(`outbound.modes.${mode}`)}</Table.Td>
              <Table.Td>
                <CampaignState state={state} />
              </Table.Td>
              <Table.Td ta="right">{format.number(customers)}</Table.Td>
            </OpeningRow>
          ))}
        </Table.Tbody>
      </Table>
    </Scrolled>
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
