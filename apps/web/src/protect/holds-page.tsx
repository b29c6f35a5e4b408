import { Button, Group, Modal, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { Page } from '../ui/page.tsx';
import { Rows } from '../ui/rows.tsx';
import { useSay } from '../ui/say.ts';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { HoldActs } from './holds-acts.tsx';
import { HoldForm } from './holds-form.tsx';
import { StatutoryTerms } from './statutory-terms.tsx';

type Hold = http.HoldRow;
const over: readonly Hold['state'][] = ['released', 'refused'];

/** Legal holds: what is in force, what it blocks, when it has to be looked at again. */
export function HoldsPage() {
  const { t } = useTranslation('erasure');
  const { t: common } = useTranslation();
  const [placing, setPlacing] = useState(false);
  const queries = useQueryClient();
  const say = useSay();
  const holds = useQuery({
    queryKey: ['holds'],
    queryFn: ({ signal }) => call('data-protection', 'holds', z.array(http.holdRow), { signal }),
  });
  const changed = () => queries.invalidateQueries({ queryKey: ['holds'] });
  const placed = async () => {
    setPlacing(false);
    await changed();
    say(t('holds.placed'));
  };
  const place = (
    <Button
      onClick={() => {
        setPlacing(true);
      }}
    >
      {t('holds.place')}
    </Button>
  );
  return (
    <Page title={t('holds.title')} action={place}>
      <Text size="sm" maw={720}>
        {t('holds.text')}
      </Text>
      {holds.isPending && <Loading />}
      {holds.isError && <Failed error={holds.error} retry={() => void holds.refetch()} />}
      {holds.data?.length === 0 && <Empty title={t('holds.emptyTitle')} text={t('holds.emptyText')} />}
      {holds.data && holds.data.length > 0 && <HoldTable holds={holds.data} onChanged={changed} />}
      <StatutoryTerms />
      <Modal
        opened={placing}
        onClose={() => {
          setPlacing(false);
        }}
        title={t('holds.place')}
        closeButtonProps={{ 'aria-label': common('action.close') }}
      >
        <HoldForm onPlaced={placed} />
      </Modal>
    </Page>
  );
}

function HoldTable({ holds, onChanged }: { readonly holds: readonly Hold[]; readonly onChanged: () => Promise<void> }) {
  const { t } = useTranslation('erasure');
  return (
    <Rows
      caption={t('holds.title')}
      head={[
        ...[t('holds.number'), t('holds.matter'), t('holds.basis'), t('holds.covers'), t('holds.blocks'), t('holds.state')],
        ...[t('holds.review'), t('holds.placedBy'), t('holds.approvedBy'), t('holds.acts')],
      ]}
      minWidth={1080}
      rows={holds.map((hold) => [
        ...[hold.number, hold.matter, basisOf(hold), <Covers key="covers" hold={hold} />, blocks(hold)],
        t(`holds.states.${hold.state}`),
        <Review key="review" hold={hold} />,
        hold.placedBy,
        hold.approvedBy ?? '–',
        over.includes(hold.state) ? '' : <HoldActs key="acts" hold={hold} onChanged={onChanged} />,
      ])}
    />
  );

  function basisOf({ basis }: Hold): string {
    const known = http.holdBases.find((one) => one === basis);
    return known ? t(`holds.bases.${known}`) : basis;
  }

  function blocks({ held }: Hold): string {
    const named = (['contact', 'person', 'contact-point', 'user', 'key'] as const).filter((kind) => held[kind]);
    return named.map((kind) => t(`holds.held.${kind}`, { count: held[kind] ?? 0 })).join(', ') || '–';
  }
}

function Covers({ hold }: { readonly hold: Hold }) {
  const { t } = useTranslation('erasure');
  const format = useFormat();
  return hold.scopes.map(({ kind, keyId, from, to }) => (
    <Text key={`${kind}-${keyId}`} size="sm">
      {t(`holds.kinds.${kind}`)} {keyId.slice(0, 8)}
      {from !== null && to !== null ? `, ${t('holds.day', { from: format.date(from), to: format.date(to) })}` : ''}
    </Text>
  ));
}

function Review({ hold }: { readonly hold: Hold }) {
  const { t } = useTranslation('erasure');
  const format = useFormat();
  const late = !over.includes(hold.state) && Date.parse(hold.reviewAt) < Date.now();
  return (
    <Group gap="xs">
      {format.date(hold.reviewAt)}
      {late && (
        <Text size="sm" fw={600}>
          {t('holds.overdue')}
        </Text>
      )}
    </Group>
  );
}
