import { Select, Textarea } from '@mantine/core';
import { purposeCodes, type PurposeCode } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

export interface StatedPurpose {
  readonly code: PurposeCode;
  readonly text?: string;
}

/** What was chosen and typed so far; `stated` is there once a code was chosen. */
export interface PurposeDraft {
  readonly code: PurposeCode | null;
  readonly text: string;
  readonly stated: StatedPurpose | undefined;
  readonly set: (code: PurposeCode | null, text: string) => void;
}

/** Nothing is preselected: the purpose is the person's own statement. */
export function usePurpose(): PurposeDraft {
  const [{ code, text }, setDraft] = useState<{ code: PurposeCode | null; text: string }>({ code: null, text: '' });
  const note = text.trim();
  const stated = code ? { code, ...(note ? { text: note } : {}) } : undefined;
  return {
    code,
    text,
    stated,
    set: (nextCode, nextText) => {
      setDraft({ code: nextCode, text: nextText });
    },
  };
}

interface PurposeFieldsProps {
  readonly draft: PurposeDraft;
  readonly fault?: string | undefined;
  readonly focused?: boolean;
  /** False where no record keeps a note: nothing is asked for then that nobody would read. */
  readonly withNote?: boolean;
}

/** The code and the note of a purpose. */
export function PurposeFields({ draft, fault, focused = false, withNote = true }: PurposeFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Select
        label={t('purpose.code')}
        required
        data-autofocus={focused || undefined}
        error={fault}
        value={draft.code}
        onChange={(value) => {
          draft.set(value, draft.text);
        }}
        data={purposeCodes.map((value) => ({ value, label: t(`purpose.codes.${value}`) }))}
      />
      {withNote && (
        <Textarea
          label={t('purpose.note')}
          maxLength={500}
          autosize
          minRows={2}
          value={draft.text}
          onChange={(event) => {
            draft.set(draft.code, event.currentTarget.value);
          }}
        />
      )}
    </>
  );
}
