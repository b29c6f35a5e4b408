import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface KeysetPagingProps {
  /** Where the pages began that were turned to. */
  readonly cursors: readonly string[];
  readonly next: string | undefined;
  readonly onTurn: (cursors: readonly string[]) => void;
}

/** To the first page, and to the next. */
export function KeysetPaging({ cursors, next, onTurn }: KeysetPagingProps) {
  const { t } = useTranslation();
  if (cursors.length === 0 && !next) return null;
  return (
    <Group justify="flex-end" className="no-print">
      <Button
        variant="default"
        disabled={cursors.length === 0}
        onClick={() => {
          onTurn([]);
        }}
      >
        {t('action.first')}
      </Button>
      <Button
        variant="default"
        disabled={!next}
        onClick={() => {
          if (next) onTurn([...cursors, next]);
        }}
      >
        {t('action.more')}
      </Button>
    </Group>
  );
}
