import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Block } from '../ui/block.tsx';
import { useFormat } from '../ui/use-format.ts';

/** What stands on the page of an erased contact in the place of all that was told of it: the erasure took that too. */
export function ErasedNote({ at }: { readonly at: string }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  return (
    <Block title={t('outcomes.erased')}>
      <Text size="sm" maw={720}>
        {t('detail.erased', { time: format.dateTime(at) })} {t('why.erased')}
      </Text>
    </Block>
  );
}
