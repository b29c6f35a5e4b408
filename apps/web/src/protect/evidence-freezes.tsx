import { Button, Code, Group, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { isoOf, localOf } from '../registers/local-moment.ts';
import { Block } from '../ui/block.tsx';
import { Rows } from '../ui/rows.tsx';
import { useSay } from '../ui/say.ts';
import { Failed, Loading, Refused } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';

const dayMs = 24 * 3600_000;

/** Evidence of incidents: frozen by one person, released by two; retention stands still meanwhile. */
export function FreezeBlock() {
  const { t } = useTranslation('evidence');
  const queries = useQueryClient();
  const freezes = useQuery({
    queryKey: ['evidence-freezes'],
    queryFn: ({ signal }) => call('data-protection', 'evidence-freezes', z.array(http.freezeRow), { signal }),
  });
  const changed = () => queries.invalidateQueries({ queryKey: ['evidence-freezes'] });
  return (
    <Block title={t('freeze.title')}>
      <Text size="sm" maw={720}>
        {t('freeze.text')}
      </Text>
      <FreezeForm onFrozen={changed} />
      {freezes.isPending && <Loading />}
      {freezes.isError && <Failed error={freezes.error} retry={() => void freezes.refetch()} />}
      {freezes.data?.length === 0 && <Text size="sm">{t('freeze.empty')}</Text>}
      {freezes.data && freezes.data.length > 0 && <FreezeTable freezes={freezes.data} onChanged={changed} />}
    </Block>
  );
}

function FreezeForm({ onFrozen }: { readonly onFrozen: () => Promise<void> }) {
  const { t } = useTranslation('evidence');
  const say = useSay();
  const [typed, setTyped] = useState({ from: localOf(new Date(Date.now() - dayMs)), to: localOf(new Date()) });
  const [tried, setTried] = useState(false);
  const body = { incidentId: null, from: isoOf(typed.from), to: isoOf(typed.to) };
  const fits = http.freezeBody.safeParse(body).success;
  const freeze = useMutation({
    mutationFn: () => call('data-protection', 'evidence-freezes', http.created, { method: 'POST', body }),
    onSuccess: () => {
      say(t('freeze.done'));
    },
    onSettled: onFrozen,
  });
  const field = (name: keyof typeof typed) => ({
    label: t(`freeze.${name}`),
    value: typed[name],
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => {
      const { value } = event.currentTarget;
      setTyped((before) => ({ ...before, [name]: value }));
    },
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (fits) freeze.mutate();
      }}
    >
      <Refused error={freeze.error} />
      <Group align="flex-end">
        <TextInput type="datetime-local" {...field('from')} />
        <TextInput type="datetime-local" error={tried && !fits ? t('freeze.wrong') : undefined} {...field('to')} />
        <Button type="submit" variant="default" loading={freeze.isPending}>
          {t('freeze.freeze')}
        </Button>
      </Group>
    </form>
  );
}

interface FreezeTableProps {
  readonly freezes: readonly http.FreezeRow[];
  readonly onChanged: () => Promise<void>;
}

function FreezeTable({ freezes, onChanged }: FreezeTableProps) {
  const { t } = useTranslation('evidence');
  const format = useFormat();
  const act = useMutation({
    mutationFn: ({ id, state }: http.FreezeRow) =>
      call(
        'data-protection',
        `evidence-freezes/${id}/${state === 'release-proposed' ? 'release-approval' : 'release'}`,
        z.unknown(),
        {
          method: 'POST',
        },
      ),
    onSettled: onChanged,
  });
  return (
    <>
      {freezes.some(({ state }) => state !== 'released') && (
        <Text size="sm" fw={600}>
          {t('freeze.standing')}
        </Text>
      )}
      <Refused error={act.error} />
      <Rows
        caption={t('freeze.title')}
        head={[t('freeze.number'), t('freeze.state'), t('freeze.window'), t('freeze.by'), t('freeze.manifest'), t('freeze.acts')]}
        minWidth={900}
        rows={freezes.map((freeze) => [
          ...[freeze.number, t(`freeze.states.${freeze.state}`)],
          `${format.dateTime(freeze.fromAt)} – ${format.dateTime(freeze.toAt)}`,
          freeze.frozenBy,
          <div key="manifest">
            {freeze.files !== null && <Text size="sm">{t('freeze.count', { count: freeze.files })}</Text>}
            <Code style={{ overflowWrap: 'anywhere' }}>{freeze.manifestSha256 ?? '–'}</Code>
          </div>,
          freeze.state === 'released' ? '' : actOf(freeze),
        ])}
      />
    </>
  );

  function actOf(freeze: http.FreezeRow) {
    const word = t(freeze.state === 'release-proposed' ? 'freeze.approve' : 'freeze.release');
    return (
      <Button
        size="xs"
        variant="default"
        disabled={freeze.own && freeze.state === 'release-proposed'}
        loading={act.isPending && act.variables.id === freeze.id}
        aria-label={t('freeze.of', { act: word, number: freeze.number })}
        onClick={() => {
          act.mutate(freeze);
        }}
      >
        {word}
      </Button>
    );
  }
}
