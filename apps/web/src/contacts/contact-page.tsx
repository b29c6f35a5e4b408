import { Button, Group, SimpleGrid, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { PurposeDialog } from '../purpose/purpose-dialog.tsx';
import type { StatedPurpose } from '../purpose/purpose-fields.tsx';
import { useEvidence } from '../consents/consent-marks.tsx';
import { ContactAlarms } from '../live/recording-alarms.tsx';
import { Block, Fact } from '../ui/block.tsx';
import { AnchorLink } from '../ui/links.tsx';
import { Outcome } from '../ui/outcome.tsx';
import { usePageId } from '../ui/page-id.ts';
import { Page } from '../ui/page.tsx';
import { Rows } from '../ui/rows.tsx';
import { Failed, Loading, Refused } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { Unreadable } from '../ui/unreadable.tsx';
import { ErasedNote } from './erased-note.tsx';
import { EventName } from './event-name.tsx';
import { Measures } from './measures.tsx';
import { RecordingBlock } from './recording-block.tsx';
import { TellingConsent } from './telling-consent.tsx';
import { Outcomes } from './outcomes.tsx';
import { outcomeOf } from './outcomes-told.ts';
import { endOf, untilOf } from './told-lengths.ts';

/** One contact in blocks: summary, recordings, outcome, consent, parties, events. */
export function ContactPage() {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  const id = usePageId();
  const contact = useContact(id);
  if (contact.isPending) return <Loading />;
  if (contact.isError) return <Failed error={contact.error} retry={() => void contact.refetch()} />;
  const shown = contact.data;
  return (
    <Page
      title={t('detail.title', { time: format.dateTime(shown.openedAt) })}
      parent={<AnchorLink to="/contacts">{t('title')}</AnchorLink>}
    >
      {shown.closedAt === null && <ContactAlarms contactId={shown.id} />}
      <Summary contact={shown} />
      {shown.erasedAt === null ? <Told contact={shown} /> : <ErasedNote at={shown.erasedAt} />}
    </Page>
  );
}

/** What is told of a contact beyond its summary. */
function Told({ contact }: { readonly contact: http.ContactDetail }) {
  const { t } = useTranslation('contacts');
  return (
    <>
      <Block title={t('detail.recordings')}>
        {contact.recordings.length === 0 && (
          <Text size="sm" c="dimmed">
            {t(contact.closedAt === null ? 'detail.notRecorded' : 'detail.noRecording')}
          </Text>
        )}
        {contact.recordings.map((recording) => (
          <RecordingBlock key={recording.id} recording={recording} contact={contact} />
        ))}
      </Block>
      <Facts contact={contact} />
    </>
  );
}

/**
 * A contact. While it goes on it is read anew whenever more was told of it, and not otherwise: each reading is put on record. That
 * more was told comes with the alarms, which are asked for all the time.
 */
function useContact(id: string) {
  const contact = useQuery({
    queryKey: ['contact', id],
    queryFn: ({ signal }) => call('operations', `contacts/${id}`, http.contactDetail, { signal }),
  });
  const { data: shown, refetch } = contact;
  const told = useQuery({
    queryKey: ['contact-alarms', id],
    queryFn: ({ signal }) => call('operations', `contacts/${id}/alarms`, http.contactAlarms, { signal }),
    enabled: shown?.closedAt === null,
  });
  const isBehind = shown?.closedAt === null && told.data !== undefined && told.data.changes > shown.changes;
  useEffect(() => {
    if (isBehind) void refetch();
  }, [isBehind, told.data?.changes, refetch]);
  return contact;
}

function Summary({ contact }: { readonly contact: http.ContactDetail }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  const ended = endOf(contact);
  return (
    <Block title={t('detail.summary')}>
      <SimpleGrid cols={{ base: 2, md: 4 }}>
        <Fact name={t('detail.started')}>{format.dateTime(contact.openedAt)}</Fact>
        <Fact name={t('detail.ended')}>{ended ? format.dateTime(ended) : t('detail.stillLive')}</Fact>
        <Fact name={t('columns.direction')}>{t(`directions.${contact.direction}`)}</Fact>
        <Fact name={t('columns.queue')}>{contact.queue?.name ?? t('noQueue')}</Fact>
        <Fact name={t('columns.agent')}>{contact.agent?.login ?? '–'}</Fact>
        <Fact name={t('columns.outcome')}>
          <Outcome outcome={outcomeOf(contact)} removed={contact.audioRemoved} />
        </Fact>
        <Fact name={t('detail.number')}>
          <CustomerNumber contact={contact} />
        </Fact>
      </SimpleGrid>
      {contact.store === 'history' && (
        <Text size="sm" c="dimmed">
          {t('detail.history')}
        </Text>
      )}
    </Block>
  );
}

function CustomerNumber({ contact }: { readonly contact: http.ContactDetail }) {
  const { t } = useTranslation('contacts');
  const [asking, setAsking] = useState(false);
  const reveal = useMutation({
    mutationFn: (purpose: StatedPurpose) =>
      call('operations', `contacts/${contact.id}/reveal`, http.revealedContact, { method: 'POST', body: { purpose } }),
    gcTime: 0,
  });
  if (reveal.data?.unreadable) return <Unreadable values={reveal.data.unreadable} />;
  if (reveal.data)
    return (
      <span>
        {t('detail.revealed', {
          number: reveal.data.customerNumber ?? t('withheld'),
          name: reveal.data.customerName ?? t('detail.noName'),
        })}
      </span>
    );
  if (contact.unreadable) return <Unreadable values={contact.unreadable} />;
  if (!contact.customerNumber) return <span>{t(contact.erasedAt === null ? 'withheld' : 'outcomes.erased')}</span>;
  return (
    <Group gap="sm">
      <span>{contact.customerNumber}</span>
      <Button
        size="compact-xs"
        variant="default"
        className="no-print"
        loading={reveal.isPending}
        onClick={() => {
          setAsking(true);
        }}
      >
        {t('detail.reveal')}
      </Button>
      <Refused error={reveal.error} />
      <PurposeDialog
        opened={asking}
        onClose={() => {
          setAsking(false);
        }}
        onStated={(purpose) => {
          reveal.mutate(purpose);
        }}
      />
    </Group>
  );
}

/** The audio is there though the last word took the consent back: that word came when the outcome was told. */
function isWithdrawnLater({ closedAt, consents, outcome, recordingId }: http.ContactDetail): boolean {
  return closedAt !== null && recordingId !== null && outcome !== 'withdrawn' && consents.at(-1)?.state === 'withdrawn';
}

function Facts({ contact }: { readonly contact: http.ContactDetail }) {
  const { t } = useTranslation('contacts');
  const evidence = useEvidence();
  const format = useFormat();
  const none = (
    <Text size="sm" c="dimmed">
      {t('detail.none')}
    </Text>
  );
  return (
    <>
      <Outcomes contact={contact} />
      <Measures contact={contact} />
      <Block title={t('detail.consents')}>
        {contact.consents.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('detail.noConsents')}
          </Text>
        ) : (
          <Rows
            caption={t('detail.consents')}
            head={[t('detail.consentState'), t('detail.wording'), t('detail.evidence'), t('detail.at')]}
            rows={contact.consents.map((c) => [
              t(`detail.states.${c.state}`),
              c.wordingVersion,
              evidence(c.evidence),
              format.dateTime(c.at),
            ])}
          />
        )}
        <TellingConsent contact={contact} />
        {isWithdrawnLater(contact) && <Text size="sm">{t('detail.withdrawnLater')}</Text>}
      </Block>
      <Block title={t('detail.parties')}>
        {contact.parties.length === 0 ? (
          none
        ) : (
          <Rows
            caption={t('detail.parties')}
            head={[t('detail.role'), t('detail.from'), t('detail.until')]}
            rows={contact.parties.map((p) => [partyName(p.role), format.time(p.from), until(p)])}
          />
        )}
      </Block>
      <Block title={t('detail.events')}>
        {contact.events.length === 0 ? (
          none
        ) : (
          <Rows
            caption={t('detail.events')}
            head={[t('detail.at'), t('detail.event'), t('measures.channel')]}
            rows={contact.events.map((e) => [
              format.time(e.at),
              <EventName key="event" event={e} />,
              e.channel === null ? t('alarms.wholeCall') : t(`player.${e.channel}`),
            ])}
          />
        )}
      </Block>
    </>
  );

  function until(party: http.ContactDetail['parties'][number]): string {
    const at = untilOf(party, contact);
    return at === null ? '–' : format.time(at);
  }

  function partyName(role: string): string {
    return role === 'customer' || role === 'agent' ? t(`detail.roles.${role}`) : t('detail.roles.other');
  }
}
