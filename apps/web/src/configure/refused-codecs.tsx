import { List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { Block } from '../ui/block.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';

/** Codecs as session border controllers name them, where that is not how they are written in an offer. */
const names: Readonly<Record<string, string | undefined>> = {
  ...{ PCMA: 'G.711 A (PCMA)', PCMU: 'G.711 µ (PCMU)', G722: 'G.722', G723: 'G.723.1', G726: 'G.726', G728: 'G.728' },
  ...{ G729: 'G.729', ILBC: 'iLBC', OPUS: 'Opus', SPEEX: 'Speex' },
};

/** What a trunk offered and could not be recorded, and what to change at its session border controller. */
export function RefusedCodecs({ id }: { readonly id: string }) {
  const { t } = useTranslation('configure');
  const refusals = useQuery({
    queryKey: ['trunk-refusals', id],
    queryFn: ({ signal }) => call('operations', `trunks/${id}/refusals`, z.array(http.trunkRefusal), { signal }),
  });
  return (
    <Block title={t('trunks.refused.title')}>
      {refusals.isPending && <Loading />}
      {refusals.isError && <Failed error={refusals.error} retry={() => void refusals.refetch()} />}
      {refusals.data?.length === 0 && <Text size="sm">{t('trunks.refused.none')}</Text>}
      {refusals.data && refusals.data.length > 0 && (
        <List size="sm" spacing="sm">
          {refusals.data.map((refusal) => (
            <RefusedCodec key={`${refusal.codec} ${refusal.reason}`} refusal={refusal} />
          ))}
        </List>
      )}
    </Block>
  );
}

function RefusedCodec({ refusal }: { readonly refusal: http.TrunkRefusal }) {
  const { t } = useTranslation('configure');
  const format = useFormat();
  const { codec, reason, calls, firstAt, lastAt } = refusal;
  const name = codec === 'other' ? t('trunks.refused.otherCodec') : (names[codec] ?? codec);
  return (
    <List.Item>
      <Text size="sm" fw={500}>
        {t(reason === 'changed-in-call' ? 'trunks.refused.changes' : 'trunks.refused.calls', {
          codec: name,
          calls: format.number(calls),
        })}
      </Text>
      <Text size="sm">{t(`trunks.refused.reasons.${reason}`)}</Text>
      <Text size="sm" c="dimmed">
        {t('trunks.refused.times', { since: format.dateTime(firstAt), last: format.dateTime(lastAt) })}
      </Text>
    </List.Item>
  );
}
