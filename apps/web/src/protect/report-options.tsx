import { Checkbox, Group, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

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

/** What a report is asked to hold; the empty language is that of the person. */
export interface ReportChoice {
  readonly language: string;
  readonly recordings: boolean;
  readonly redact: Redaction;
}

/** The query that asks the server for this choice; nothing of the person stands in it. */
export function queryOf({ language, recordings, redact }: ReportChoice): string {
  const query = new URLSearchParams({
    recordings: String(recordings),
    ...(language !== '' && { language }),
    ...(redact !== 'none' && { redact }),
  });
  return `?${query.toString()}`;
}

interface Props {
  readonly choice: ReportChoice;
  readonly languages: readonly ReportLanguage[];
  readonly onChange: (choice: ReportChoice) => void;
}

/** Language, recordings, and whether text that may name others is withheld. */
export function ReportOptions({ choice, languages, onChange }: Props) {
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
        description={t('block.recordingsHint')}
        checked={choice.recordings}
        onChange={(event) => {
          onChange({ ...choice, recordings: event.currentTarget.checked });
        }}
      />
    </Group>
  );
}
