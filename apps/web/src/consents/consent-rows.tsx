import { Table } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-words.ts';
import { AnchorLink } from '../ui/links.tsx';
import { OpeningRow, Scrolled } from '../ui/rows.tsx';
import { useFormat } from '../ui/use-format.ts';
import { ConsentMark, useEvidence } from './consent-marks.tsx';

const columns = ['at', 'whose', 'scope', 'purpose', 'state', 'evidence', 'wording', 'until'] as const;

/** The consents of a page, newest first. */
export function ConsentRows({ rows }: { readonly rows: readonly http.ConsentRow[] }) {
  const { t } = useTranslation('consents');
  return (
    <Scrolled caption={t('list')} minWidth={980}>
      <Table>
        <caption className="unseen">{t('list')}</caption>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column} scope="col">
                {t(`columns.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <ConsentLine key={row.id} row={row} />
          ))}
        </Table.Tbody>
      </Table>
    </Scrolled>
  );
}

function ConsentLine({ row }: { readonly row: http.ConsentRow }) {
  const { t } = useTranslation('consents');
  const { t: common } = useTranslation();
  const { word } = useWords();
  const format = useFormat();
  const evidence = useEvidence();
  const navigate = useNavigate();
  const open = () => void navigate({ to: '/protect/consents/$id', params: { id: row.id } });
  const time = format.dateTime(row.at);
  return (
    <OpeningRow open={open}>
      <Table.Td>
        <AnchorLink to="/protect/consents/$id" params={{ id: row.id }} aria-label={t('open', { time })}>
          {time}
        </AnchorLink>
      </Table.Td>
      <Table.Td>{row.contactPoint ?? (row.contactId ? t('inCall') : t('gone'))}</Table.Td>
      <Table.Td>{t(`scope.${row.scope}`)}</Table.Td>
      <Table.Td>{common(`purpose.codes.${row.purpose as 'self'}`, { defaultValue: word('consentState', row.purpose) })}</Table.Td>
      <Table.Td>
        <ConsentMark state={row.state} />
      </Table.Td>
      <Table.Td>{evidence(row.evidence)}</Table.Td>
      <Table.Td>{row.wordingVersion ?? '–'}</Table.Td>
      <Table.Td>{row.validUntil ? format.dateTime(row.validUntil) : t('noEnd')}</Table.Td>
    </OpeningRow>
  );
}
