import { Button, Group, NativeSelect, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { Block } from '../ui/block.tsx';
import { Rows } from '../ui/rows.tsx';
import { Failed, Loading, Refused } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';

const classes = ['contact', 'recording', 'consent', 'person', 'contact-point', 'outbound', 'reporting', 'staff'] as const;
const queryKey = ['statutory-terms'];
const rules = z.array(http.statutoryRule);
type Rule = z.infer<typeof http.statutoryRule>;

/** Laws that have a class of data kept, before an erasure request: what stays, how long, and under which article. */
export function StatutoryTerms() {
  const { t } = useTranslation('erasure');
  const queries = useQueryClient();
  const found = useQuery({
    queryKey,
    queryFn: ({ signal }) => call('data-protection', 'statutory-terms', rules, { signal }),
  });
  const set = useMutation({
    mutationFn: (body: Rule) => call('data-protection', 'statutory-terms', rules, { method: 'PUT', body }),
    onSuccess: (now) => {
      queries.setQueryData(queryKey, now);
    },
  });
  return (
    <Block title={t('statutory.title')}>
      <Text size="sm" maw={720}>
        {t('statutory.text')}
      </Text>
      {found.isPending && <Loading />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.data && found.data.length === 0 && <Text size="sm">{t('statutory.empty')}</Text>}
      {found.data && found.data.length > 0 && <Terms rules={found.data} onRemove={set.mutate} />}
      <Refused error={set.error} />
      <TermForm busy={set.isPending} onSet={set.mutate} />
    </Block>
  );
}

function Terms({ rules: set, onRemove }: { readonly rules: readonly Rule[]; readonly onRemove: (rule: Rule) => void }) {
  const { t } = useTranslation('erasure');
  const format = useFormat();
  const name = useClassName();
  return (
    <Rows
      caption={t('statutory.title')}
      head={[t('statutory.class'), t('statutory.days'), t('statutory.ground'), t('holds.acts')]}
      figures={[1]}
      rows={set.map((rule) => [
        name(rule.class),
        format.number(rule.days),
        rule.ground,
        <Button
          key="remove"
          size="xs"
          variant="default"
          aria-label={t('statutory.removeOf', { class: name(rule.class) })}
          onClick={() => {
            onRemove({ ...rule, days: 0 });
          }}
        >
          {t('statutory.remove')}
        </Button>,
      ])}
    />
  );
}

function TermForm({ busy, onSet }: { readonly busy: boolean; readonly onSet: (rule: Rule) => void }) {
  const { t } = useTranslation('erasure');
  const name = useClassName();
  const [of, setOf] = useState<string>(classes[0]);
  const [days, setDays] = useState<number | string>('');
  const [ground, setGround] = useState('');
  const [tried, setTried] = useState(false);
  const read = http.statutoryRule.safeParse({ class: of, days: days === '' ? 0 : days, ground: ground.trim() });
  const wrong = new Set(read.error?.issues.map(({ path }) => path[0]));
  if (read.data?.days === 0) wrong.add('days');
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (read.success && wrong.size === 0) onSet(read.data);
      }}
    >
      <Stack gap="sm" maw={480}>
        <NativeSelect
          label={t('statutory.class')}
          value={of}
          data={classes.map((value) => ({ value, label: name(value) }))}
          onChange={(event) => {
            setOf(event.currentTarget.value);
          }}
        />
        <NumberInput
          required
          label={t('statutory.days')}
          min={1}
          max={36_600}
          value={days}
          onChange={setDays}
          error={tried && wrong.has('days') ? t('statutory.daysWrong') : undefined}
        />
        <TextInput
          required
          label={t('statutory.ground')}
          description={t('statutory.groundHint')}
          error={tried && wrong.has('ground') ? t('statutory.groundWrong') : undefined}
          value={ground}
          onChange={(event) => {
            setGround(event.currentTarget.value);
          }}
        />
        <Group>
          <Button type="submit" variant="default" loading={busy}>
            {t('statutory.set')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function useClassName(): (of: string) => string {
  const { t } = useTranslation('erasure');
  return (of) => {
    const known = classes.find((one) => one === of);
    return known ? t(`statutory.classes.${known}`) : of;
  };
}
