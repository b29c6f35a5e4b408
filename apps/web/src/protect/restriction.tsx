import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { Block } from '../ui/block.tsx';
import { AnchorLink } from '../ui/links.tsx';
import { Refused } from '../ui/states.tsx';

const bases = http.restrictionBody.shape.basis.options;
const open: readonly http.CaseDetail['state'][] = ['received', 'executing'];

/** Restriction of processing (GDPR Art. 18): proposed here, in force once a second person approves it among the holds. */
export function Restriction({ shown }: { readonly shown: http.CaseDetail }) {
  const { t } = useTranslation('erasure');
  const queries = useQueryClient();
  const [basis, setBasis] = useState<string>(bases[0] ?? '');
  const restrict = useMutation({
    mutationFn: () =>
      call('data-protection', `cases/${shown.id}/restriction`, http.caseDetail, { method: 'POST', body: { basis } }),
    onSuccess: async (detail) => {
      queries.setQueryData(['case', shown.id], detail);
      await queries.invalidateQueries({ queryKey: ['holds'] });
    },
  });
  const placed = shown.steps.some(({ step }) => step === 'restriction');
  if (!placed && !open.includes(shown.state)) return null;
  return (
    <Block title={t('restriction.title')}>
      <Text size="sm" maw={720}>
        {t(placed ? 'restriction.placed' : 'restriction.text')}{' '}
        <AnchorLink to="/protect/holds">{t('restriction.holds')}</AnchorLink>
      </Text>
      <Refused error={restrict.error} />
      {!placed && (
        <Stack gap="sm" maw={480}>
          <NativeSelect
            label={t('restriction.basis')}
            value={basis}
            data={bases.map((value) => ({ value, label: t(`holds.bases.${value}`) }))}
            onChange={(event) => {
              setBasis(event.currentTarget.value);
            }}
          />
          <Group>
            <Button
              loading={restrict.isPending}
              onClick={() => {
                restrict.mutate();
              }}
            >
              {t('restriction.propose')}
            </Button>
          </Group>
        </Stack>
      )}
    </Block>
  );
}
