import { NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { useWords } from '../i18n/use-words.ts';
import { Rows } from '../ui/rows.tsx';
import { Refused } from '../ui/states.tsx';

type Item = http.ErasurePreview['reviews'][number];
type Decision = NonNullable<Item['decision']>;

interface ReviewsProps {
  readonly caseId: string;
  readonly items: readonly Item[];
  /** False once the plan is approved: what was decided is part of it. */
  readonly open: boolean;
  readonly onChanged: () => Promise<void>;
}

/** Records that may concern somebody else too, each to be decided about. Nothing is drawn when there is none. */
export function Reviews({ caseId, items, open, onChanged }: ReviewsProps) {
  const { t } = useTranslation('erasure');
  const { t: protect } = useTranslation('protect');
  const { word } = useWords();
  const decide = useMutation({
    mutationFn: ({ item, decision }: { item: Item; decision: Decision }) => {
      const { database, table, rowId, because } = item;
      const reason = decision === 'erase' ? null : because === 'inseparable' ? 'others-voice' : 'names-others';
      const body = { database, table, rowId, decision, reason };
      return call('data-protection', `cases/${caseId}/reviews`, z.unknown(), { method: 'POST', body });
    },
    onSettled: onChanged,
  });
  if (items.length === 0) return null;
  return (
    <Stack gap="sm">
      <Title order={3}>{t('reviews.title')}</Title>
      <Text size="sm" maw={720}>
        {t('reviews.text')}
      </Text>
      <Refused error={decide.error} />
      <Rows
        caption={t('reviews.title')}
        head={[t('reviews.record'), t('reviews.why'), t('reviews.decision')]}
        minWidth={640}
        rows={items.map((item) => [
          `${protect(`databases.${item.database}`)} · ${word('table', item.table)}`,
          t(`reviews.because.${item.because}`),
          <NativeSelect
            key={item.rowId}
            aria-label={t('reviews.decide', { id: item.rowId.slice(0, 8) })}
            disabled={!open || decide.isPending}
            value={item.decision ?? ''}
            data={choicesOf(item)}
            onChange={(event) => {
              const decision = decisions.find((one) => one === event.currentTarget.value);
              if (decision) decide.mutate({ item, decision });
            }}
          />,
        ])}
      />
    </Stack>
  );

  /** A voice cannot be taken out of a recording in which several are mixed. */
  function choicesOf({ because, decision }: Item) {
    const offered = decisions.filter((one) => one !== 'redact' || because === 'free-text');
    const choices = offered.map((value) => ({ value, label: t(`reviews.${value}`) }));
    return decision === null ? [{ value: '', label: t('reviews.open') }, ...choices] : choices;
  }
}

const decisions = ['keep', 'redact', 'erase'] as const;
