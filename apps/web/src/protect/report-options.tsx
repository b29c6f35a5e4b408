import { Checkbox, Group, Select } from '@mantine/core';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { recordingsHint } from './recordings-hint.ts';

/** Codes and own names of the languages that the product brings along; a preview adds those of the site. */
export const productLanguages = [
  { code: 'en', name: 'English' },
  { code: 'it', name: 'Italiano' },
  { code: 'pl', name: 'Polski' },
  { code: 'ru', name: 'Русский' },
  { code: 'et', name: 'Eesti' },
] as const;
export type ReportLanguage = { readonly code: string; readonly name: string };

const redactions = ['none', 'third-parties', 'trade-secret', 'legal-claim'] as const;
export type Redaction = (typeof redactions)[number];

/** What a report is asked to hold; the empty language is that of the person, and recordings go by the case until they are chosen. */
export interface ReportChoice {
  readonly language: string;
  readonly recordings: boolean | undefined;
  readonly redact: Redaction;
}

/** The query that asks the server for this choice; nothing of the person stands in it. */
export function queryOf({ language, recordings, redact }: ReportChoice): string {
  const query = new URLSearchParams({
    ...(recordings !== undefined && { recordings: String(recordings) }),
    ...(language !== '' && { language }),
    ...(redact !== 'none' && { redact }),
  });
  return query.size === 0 ? '' : `?${query.toString()}`;
}

interface Props {
  readonly shown: http.CaseDetail;
  readonly choice: ReportChoice;
  readonly languages: readonly ReportLanguage[];
  readonly onChange: (choice: ReportChoice) => void;
}

/** Language, recordings, and whether text that may name others is withheld. */
export function ReportOptions({ shown, choice, languages, onChange }: Props) {
  const { t } = useTranslation('report');
  return (
    <Group align="flex-start" gap="lg">
      <Select
        label={t('block.language')}
        allowDeselect={false}
        data={[
          { value: '', label: t('block.ownLanguage') },
          ...languages.map(({ code, name }) => ({ value: code, label: name })),
        ]}
        value={choice.language}
        onChange={(language) => {
          onChange({ ...choice, language: language ?? '' });
        }}
      />
      <Select
        label={t('block.redact')}
        description={t('block.redactHint')}
        allowDeselect={false}
        maw={360}
        data={redactions.map((value) => ({ value, label: t(`block.redactions.${value}`) }))}
        value={choice.redact}
        onChange={(picked) => {
          onChange({ ...choice, redact: redactions.find((one) => one === picked) ?? 'none' });
        }}
      />
      <Checkbox
        mt={28}
        label={t('block.recordings')}
        description={t(`block.recordingsHints.${recordingsHint(shown)}`, { level: shown.verificationLevel })}
        checked={choice.recordings ?? shown.withRecordings}
        onChange={(event) => {
          onChange({ ...choice, recordings: event.currentTarget.checked });
        }}
      />
    </Group>
  );
}
