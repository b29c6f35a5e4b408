import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { useWords } from '../i18n/use-words.ts';
import { Block } from '../ui/block.tsx';
import { Rows } from '../ui/rows.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';

interface OutlineProps {
  readonly outline: http.PersonOutline;
}
const sources = ['subject', 'observed', 'derived', 'staff'] as const;

/** What is held about the person of a case by kind of data and by time, before a value is opened. */
export function OutlineBlock({ caseId }: { readonly caseId: string }) {
  const { t } = useTranslation('identity');
  const found = useQuery({
    queryKey: ['outline', caseId],
    queryFn: ({ signal }) => call('data-protection', `cases/${caseId}/outline`, http.personOutline, { signal }),
    gcTime: 0,
  });
  return (
    <Block title={t('outline.title')}>
      <Text size="sm">{t('outline.text')}</Text>
      {found.isPending && <Loading />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.data && <Classes outline={found.data} />}
      {found.data && <Notes outline={found.data} />}
      {found.data && found.data.timeline.length > 0 && <Timeline outline={found.data} />}
    </Block>
  );
}

function Classes({ outline }: OutlineProps) {
  const { t } = useTranslation('identity');
  const { t: protect } = useTranslation('protect');
  const { word } = useWords();
  const format = useFormat();
  const sourceOf = (code: string) => {
    const known = sources.find((source) => source === code);
    return known ? t(`outline.sources.${known}`) : code;
  };
  const keptUntil = ({ deleteAt, deletionClasses }: http.PersonOutline['classes'][number]) => {
    if (deleteAt) return format.date(deleteAt);
    const rule = deletionClasses.map((code) => word('deletionClass', code)).join(', ');
    return rule ? t('outline.noTerm', { rule }) : '–';
  };
  return (
    <Rows
      caption={t('outline.title')}
      head={(['category', 'records', 'between', 'where', 'source', 'purpose', 'until', 'holds'] as const).map((column) =>
        t(`outline.${column}`),
      )}
      figures={[1]}
      minWidth={920}
      rows={outline.classes.map((one) => [
        word('category', one.category),
        format.number(one.records),
        one.first && one.last ? `${format.date(one.first)} – ${format.date(one.last)}` : '–',
        one.databases.map((name) => protect(`databases.${name}`)).join(', '),
        one.sources.map(sourceOf).join(', '),
        one.activities.map((code) => word('activity', code)).join(', '),
        keptUntil(one),
        one.holds > 0 ? t('outline.held', { count: one.holds }) : t('outline.none'),
      ])}
    />
  );
}

function Notes({ outline: { notAttributed, thirdPartyRecords } }: OutlineProps) {
  const { t } = useTranslation('identity');
  const { contactPoints, records } = notAttributed;
  return (
    <Stack gap="xs">
      {contactPoints + records > 0 && <Text size="sm">{t('outline.notAttributed', { points: contactPoints, records })}</Text>}
      {thirdPartyRecords > 0 && <Text size="sm">{t('outline.thirdParties', { count: thirdPartyRecords })}</Text>}
    </Stack>
  );
}

function Timeline({ outline }: OutlineProps) {
  const { t } = useTranslation('identity');
  const { t: protect } = useTranslation('protect');
  const { word } = useWords();
  const format = useFormat();
  return (
    <Stack gap="xs">
      <Title order={3}>{t('outline.timeline')}</Title>
      <Rows
        caption={t('outline.timeline')}
        head={[t('outline.at'), t('outline.record'), t('outline.where'), t('outline.role'), t('outline.third')]}
        minWidth={640}
        rows={outline.timeline.map(({ at, database, table, role, thirdParties }) => [
          format.dateTime(at),
          word('table', table),
          protect(`databases.${database}`),
          role ? word('role', role) : '–',
          thirdParties ? t('outline.thirdYes') : '–',
        ])}
      />
      {outline.earlier > 0 && <Text size="sm">{t('outline.earlier', { count: outline.earlier })}</Text>}
    </Stack>
  );
}
