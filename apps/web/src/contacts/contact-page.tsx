import { Button, Group, Paper, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { http } from '@voxkeep/contracts';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { PurposeDialog, type StatedPurpose } from '../purpose/purpose-dialog.tsx';
import { Page } from '../ui/page.tsx';
import { Outcome } from '../ui/outcome.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { RecordingBlock } from './recording-block.tsx';

/** One contact in blocks: summary, recordings, outcome, consent, parties, events. */
export function ContactPage() {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  const { id } = useParams({ strict: false });
  const contact = useQuery({ queryKey: ['contact', id], queryFn: ({ signal }) => call('operations', `contacts/${id ?? ''}`, http.contactDetail, { signal }) });
  if (contact.isPending) return <Loading />;
  if (contact.isError) return <Failed error={contact.error} retry={() => void contact.refetch()} />;
  const shown = contact.data;
  return (
    <Page title={t('detail.title', { time: format.dateTime(shown.openedAt) })}>
      <Summary contact={shown} />
      <Block title={t('detail.recordings')}>
        {shown.recordings.length === 0 && <Text size="sm" c="dimmed">{t('detail.noRecording')}</Text>}
        {shown.recordings.map((recording) => <RecordingBlock key={recording.id} recording={recording} />)}
      </Block>
      <Facts contact={shown} />
    </Page>
  );
}

function Block({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Paper component="section" p="lg" aria-label={title}>
      <Stack gap="sm">
        <Title order={2}>{title}</Title>
        {children}
      </Stack>
    </Paper>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed">{name}</Text>
      <Text size="sm" component="div">{children}</Text>
    </div>
  );
}

function Summary({ contact }: { readonly contact: http.ContactDetail }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  return (
    <Block title={t('detail.summary')}>
      <SimpleGrid cols={{ base: 2, md: 4 }}>
        <Fact name={t('detail.started')}>{format.dateTime(contact.openedAt)}</Fact>
        <Fact name={t('detail.ended')}>{contact.closedAt ? format.dateTime(contact.closedAt) : t('detail.stillLive')}</Fact>
        <Fact name={t('columns.direction')}>{t(`directions.${contact.direction}`)}</Fact>
        <Fact name={t('columns.queue')}>{contact.queue?.name ?? t('noQueue')}</Fact>
        <Fact name={t('columns.agent')}>{contact.agent?.login ?? '–'}</Fact>
        <Fact name={t('columns.outcome')}><Outcome outcome={contact.outcome} /></Fact>
        <Fact name={t('detail.number')}><CustomerNumber contact={contact} /></Fact>
      </SimpleGrid>
      {contact.store === 'history' && <Text size="sm" c="dimmed">{t('detail.history')}</Text>}
    </Block>
  );
}

function CustomerNumber({ contact }: { readonly contact: http.ContactDetail }) {
  const { t } = useTranslation('contacts');
  const [asking, setAsking] = useState(false);
  const reveal = useMutation({ mutationFn: (purpose: StatedPurpose) => call('operations', `contacts/${contact.id}/reveal`, http.revealedContact, { method: 'POST', body: { purpose } }), gcTime: 0 });
  if (reveal.data) return <span>{t('detail.revealed', { number: reveal.data.customerNumber ?? t('withheld'), name: reveal.data.customerName ?? t('detail.noName') })}</span>;
  if (!contact.customerNumber) return <span>{t('withheld')}</span>;
  return (
    <Group gap="sm">
      <span>{contact.customerNumber}</span>
      <Button size="compact-xs" variant="default" className="no-print" loading={reveal.isPending} onClick={() => { setAsking(true); }}>{t('detail.reveal')}</Button>
      {reveal.isError && <Failed error={reveal.error} retry={() => { setAsking(true); }} />}
      <PurposeDialog opened={asking} onClose={() => { setAsking(false); }} onStated={(purpose) => { reveal.mutate(purpose); }} />
    </Group>
  );
}

function Facts({ contact }: { readonly contact: http.ContactDetail }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  return (
    <>
      <Block title={t('detail.outcomes')}>
        <Rows head={[t('detail.part'), t('columns.outcome'), t('detail.cause'), t('detail.at')]} rows={contact.outcomes.map((o) => [t(`parts.${o.part}`), <Outcome key="o" outcome={o.outcome} />, o.cause ? t(`causes.${o.cause}`) : '–', format.dateTime(o.at)])} />
      </Block>
      <Block title={t('detail.consents')}>
        {contact.consents.length === 0 && <Text size="sm" c="dimmed">{t('detail.noConsents')}</Text>}
        {contact.consents.length > 0 && <Rows head={[t('detail.consentState'), t('detail.wording'), t('detail.evidence'), t('detail.at')]} rows={contact.consents.map((c) => [t(`detail.states.${c.state}`), c.wordingVersion, c.evidence, format.dateTime(c.at)])} />}
      </Block>
      <Block title={t('detail.parties')}>
        <Rows head={[t('detail.role'), t('detail.started'), t('detail.ended')]} rows={contact.parties.map((p) => [t(`detail.roles.${p.role as 'customer'}`), format.time(p.from), p.to ? format.time(p.to) : '–'])} />
      </Block>
      <Block title={t('detail.events')}>
        <Rows head={[t('detail.at'), t('detail.event')]} rows={contact.events.map((e) => [format.time(e.at), e.kind])} />
      </Block>
    </>
  );
}

function Rows({ head, rows }: { readonly head: readonly string[]; readonly rows: readonly (readonly ReactNode[])[] }) {
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table highlightOnHover={false}>
        <Table.Thead>
          <Table.Tr>{head.map((name) => <Table.Th key={name} scope="col">{name}</Table.Th>)}</Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((cells, row) => (
            <Table.Tr key={row}>{cells.map((cell, column) => <Table.Td key={column}>{cell}</Table.Td>)}</Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
