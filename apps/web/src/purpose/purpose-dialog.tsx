import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PurposeFields, usePurpose, type StatedPurpose } from './purpose-fields.tsx';

interface PurposeDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onStated: (purpose: StatedPurpose) => void;
  /** Whether a note is kept with the purpose. */
  readonly withNote?: boolean;
}

/** Asks why, before anything personal is opened. */
export function PurposeDialog({ opened, onClose, onStated, withNote = true }: PurposeDialogProps) {
  const { t } = useTranslation();
  const stated = (purpose: StatedPurpose) => {
    onClose();
    onStated(purpose);
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t('purpose.title')} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <PurposeForm withNote={withNote} onStated={stated} onCancel={onClose} />
    </Modal>
  );
}

function PurposeForm({
  withNote,
  onStated,
  onCancel,
}: {
  readonly withNote: boolean;
  readonly onStated: (purpose: StatedPurpose) => void;
  readonly onCancel: () => void;
}) {
  const { t } = useTranslation();
  const draft = usePurpose();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (draft.stated) onStated(draft.stated);
      }}
    >
      <Stack>
        <Text size="sm">{t('purpose.text')}</Text>
        <PurposeFields draft={draft} focused withNote={withNote} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" disabled={!draft.stated}>
            {t('purpose.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
