import { Group, Select, Text } from '@mantine/core';
import type { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Block } from '../ui/block.tsx';
import { diffWords, type DiffPart } from './word-diff.ts';

/** What changed from one wording to another. Marked by the elements of removal and insertion, underlined and struck through. */
export function WordingDiff({ wordings }: { readonly wordings: http.ConsentWordings['wordings'] }) {
  const { t } = useTranslation('consents');
  const [older, setOlder] = useState<string | null>(wordings[1]?.id ?? null);
  const [newer, setNewer] = useState<string | null>(wordings[0]?.id ?? null);
  const data = wordings.map(({ id, version, language }) => ({ value: id, label: `${version} (${language})` }));
  const textOf = (chosen: string | null) => wordings.find(({ id }) => id === chosen)?.wording ?? '';
  const parts = diffWords(textOf(older), textOf(newer));
  return (
    <Block title={t('wordings.compare')}>
      <Group align="flex-start">
        <Select label={t('wordings.older')} allowDeselect={false} w={220} data={data} value={older} onChange={setOlder} />
        <Select label={t('wordings.newer')} allowDeselect={false} w={220} data={data} value={newer} onChange={setNewer} />
      </Group>
      <Text size="sm" maw={720} component="div" role="region" aria-label={t('wordings.comparison')}>
        {parts.map((part, at) => (
          <Part key={at} part={part} />
        ))}
      </Text>
    </Block>
  );
}

function Part({ part: { kind, text } }: { readonly part: DiffPart }) {
  const { t } = useTranslation('consents');
  if (kind === 'same') return <span>{text}</span>;
  const Element = kind === 'removed' ? 'del' : 'ins';
  return <Element title={t(`wordings.${kind}`)}>{text}</Element>;
}
