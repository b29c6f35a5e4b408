import { Button, Group, Modal, Text } from '@mantine/core';
import { IconAlertTriangle, IconBan, IconCircleCheck, IconClock } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { Block } from '../ui/block.tsx';
import { saveFile, toCsv } from '../ui/csv.ts';
import { Mark } from '../ui/mark.tsx';
import { Page } from '../ui/page.tsx';
import { Rows } from '../ui/rows.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { ItemForms } from './item-forms.tsx';
import { useItemTexts } from './item-texts.ts';
import { PlainTrunks } from './plain-trunks.tsx';

type Item = http.ComplianceItem;

/** What the site itself answers for: overdue first, what is not offered at the end. */
export function CompliancePage() {
  const { t } = useTranslation('registers');
  const queries = useQueryClient();
  const register = useQuery({
    queryKey: ['compliance'],
    queryFn: ({ signal }) => call('configurator', 'compliance', http.complianceRegister, { signal }),
  });
  const changed = () => queries.invalidateQueries({ queryKey: ['compliance'] });
  const items = register.data?.items ?? [];
  return (
    <Page title={t('compliance.title')} action={register.data && <Outputs items={items} />}>
      <Text size="sm" maw={720}>
        {t('compliance.text')}
      </Text>
      {register.isPending && <Loading />}
      {register.isError && <Failed error={register.error} retry={() => void register.refetch()} />}
      {register.data && (
        <>
          <Duties items={items.filter(({ state }) => state !== 'not-offered')} onChanged={changed} />
          <PlainTrunks trunks={register.data.plainTrunks} onChanged={changed} />
          <NotOffered items={items.filter(({ state }) => state === 'not-offered')} />
        </>
      )}
    </Page>
  );
}

function Outputs({ items }: { readonly items: readonly Item[] }) {
  const { t } = useTranslation('registers');
  const { titleOf } = useItemTexts();
  const download = () => {
    const head = ['id', 'title', 'promises', 'state', 'overdue', 'owner', 'due', 'evidence', 'evidence-date', 'evidence-address'];
    const rows = items.map((item) => csvRow(item, titleOf(item.id)));
    saveFile('compliance-register.csv', toCsv([head, ...rows]));
  };
  return (
    <Group>
      <Button variant="default" onClick={download}>
        {t('compliance.csv')}
      </Button>
      <Button
        variant="default"
        onClick={() => {
          window.print();
        }}
      >
        {t('compliance.print')}
      </Button>
    </Group>
  );
}

function csvRow(item: Item, title: string): readonly string[] {
  const evidence = item.history.find(({ act }) => act === 'evidence');
  return [
    ...[item.id, title, item.promises.join(' '), item.state, item.overdue ? 'yes' : 'no'],
    ...[item.ownerOffice ?? item.owner ?? '', item.dueOn ?? ''],
    ...[evidence?.reference, evidence?.datedOn, evidence?.address].map((value) => value ?? ''),
  ];
}

function Duties({ items, onChanged }: { readonly items: readonly Item[]; readonly onChanged: () => Promise<void> }) {
  const { t } = useTranslation('registers');
  const { t: common } = useTranslation();
  const { titleOf } = useItemTexts();
  const format = useFormat();
  const [open, setOpen] = useState<string>();
  const shown = items.find(({ id }) => id === open);
  return (
    <Block title={t('compliance.duties')}>
      <Rows
        caption={t('compliance.duties')}
        head={[
          ...[t('compliance.duty'), t('compliance.promises'), t('compliance.state'), t('owner.label')],
          ...[t('compliance.due'), t('compliance.evidence'), t('systems.acts')],
        ]}
        minWidth={900}
        rows={items.map((item) => [
          ...[titleOf(item.id), item.promises.join(', '), <State key="state" item={item} />],
          item.ownerOffice ? t(`offices.${item.ownerOffice}`) : (item.owner ?? t('owner.nobody')),
          item.dueOn === null ? '–' : format.date(item.dueOn),
          <Evidence key="evidence" item={item} />,
          <Button
            key="open"
            size="xs"
            variant="default"
            aria-label={t('systems.of', { act: common('action.open'), name: titleOf(item.id) })}
            onClick={() => {
              setOpen(item.id);
            }}
          >
            {common('action.open')}
          </Button>,
        ])}
      />
      <Modal
        size="lg"
        opened={shown !== undefined}
        onClose={() => {
          setOpen(undefined);
        }}
        title={shown && titleOf(shown.id)}
        closeButtonProps={{ 'aria-label': common('action.close') }}
      >
        {shown && <ItemForms item={shown} onChanged={onChanged} />}
      </Modal>
    </Block>
  );
}

function State({ item: { state, overdue } }: { readonly item: Item }) {
  const { t } = useTranslation('registers');
  if (overdue)
    return (
      <Mark Icon={IconAlertTriangle} tone="bad">
        {t('compliance.overdue')}
      </Mark>
    );
  const [Icon, tone] =
    state === 'met'
      ? ([IconCircleCheck, 'good'] as const)
      : state === 'open'
        ? ([IconClock, 'warn'] as const)
        : ([IconBan, 'calm'] as const);
  return (
    <Mark Icon={Icon} tone={tone}>
      {t(`states.${state}`)}
    </Mark>
  );
}

function Evidence({ item }: { readonly item: Item }) {
  const { t } = useTranslation('registers');
  const format = useFormat();
  const found = item.history.find(({ act }) => act === 'evidence');
  if (!found) return t('compliance.noEvidence');
  const text = `${found.reference ?? ''}${found.datedOn === null ? '' : `, ${format.date(found.datedOn)}`}`;
  return found.address === null ? (
    text
  ) : (
    <a href={found.address} target="_blank" rel="noreferrer">
      {text}
    </a>
  );
}

function NotOffered({ items }: { readonly items: readonly Item[] }) {
  const { t } = useTranslation('registers');
  const { titleOf, textOf } = useItemTexts();
  return (
    <Block title={t('compliance.notOffered')}>
      <Rows
        caption={t('compliance.notOffered')}
        head={[t('compliance.what'), t('compliance.promises'), t('compliance.why')]}
        minWidth={600}
        rows={items.map(({ id, promises }) => [titleOf(id), promises.join(', ') || '–', textOf(id)])}
      />
    </Block>
  );
}
