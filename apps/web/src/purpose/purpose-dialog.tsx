import { Button, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core';
import { purposeCodes, type PurposeCode } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

export interface StatedPurpose {
  readonly code: PurposeCode;
  readonly text?: string;
}

interface PurposeDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onStated: (purpose: StatedPurpose) => void;
}

/** Asks why, before anything personal is opened. Nothing is preselected: the purpose is the person's own statement. */
export function PurposeDialog({ opened, onClose, onStated }: PurposeDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={onClose} title={t('purpose.title')} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <PurposeForm
        onStated={(purpose) => {
          onClose();
          onStated(purpose);
        }}
        onCancel={onClose}
      />
    </Modal>
  );
}

function PurposeForm({ onStated, onCancel }: { readonly onStated: (purpose: StatedPurpose) => void; readonly onCancel: () => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState<PurposeCode | null>(null);
  const [text, setText] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (code) onStated(text.trim() ? { code, text: text.trim() } : { code });
      }}
    >
      <Stack>
        <Text size="sm">{t('purpose.text')}</Text>
        <Select label={t('purpose.code')} required data-autofocus value={code} onChange={(value) => { setCode(value as PurposeCode | null); }} data={purposeCodes.map((value) => ({ value, label: t(`purpose.codes.${value}`) }))} />
        <Textarea label={t('purpose.note')} maxLength={500} autosize minRows={2} value={text} onChange={(event) => { setText(event.currentTarget.value); }} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>{t('action.cancel')}</Button>
          <Button type="submit" disabled={!code}>{t('purpose.submit')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
