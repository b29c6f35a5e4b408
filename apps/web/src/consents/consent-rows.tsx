import { useNavigate } from '@tanstack/react-router';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-words.ts';
import { AnchorLink } from '../ui/links.tsx';
import { Rows } from '../ui/rows.tsx';
import { useFormat } from '../ui/use-format.ts';
import { ConsentMark, useEvidence } from './consent-marks.tsx';

const columns = ['at', 'whose', 'scope', 'purpose', 'state', 'evidence', 'wording', 'until'] as const;

/** The consents of a page, newest first. */
export function ConsentRows({ rows }: { readonly rows: readonly http.ConsentRow[] }) {
  const { t } = useTranslation('consents');
  const { t: common } = useTranslation();
  const { word } = useWords();
  const format = useFormat();
  const evidence = useEvidence();
  const navigate = useNavigate();
  return (
    <Rows
      caption={t('list')}
      minWidth={980}
      head={columns.map((column) => t(`columns.${column}`))}
      rows={rows.map((row) => ({
        key: row.id,
        open: () => void navigate({ to: '/protect/consents/$id', params: { id: row.id } }),
        cells: cellsOf(row),
      }))}
    />
  );

  function cellsOf(row: http.ConsentRow) {
    const time = format.dateTime(row.at);
    return [
      <AnchorLink to="/protect/consents/$id" params={{ id: row.id }} aria-label={t('open', { time })}>
        {time}
      </AnchorLink>,
      row.contactPoint ?? (row.contactId ? t('inCall') : t('gone')),
      t(`scope.${row.scope}`),
      common(`purpose.codes.${row.purpose as 'self'}`, { defaultValue: word('consentState', row.purpose) }),
      <ConsentMark state={row.state} />,
      evidence(row.evidence),
      row.wordingVersion ?? '–',
      row.validUntil ? format.dateTime(row.validUntil) : t('noEnd'),
    ];
  }
}
