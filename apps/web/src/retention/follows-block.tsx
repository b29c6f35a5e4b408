import { List, Switch, Text, Title } from '@mantine/core';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session.tsx';
import { Block } from '../ui/block.tsx';
import { Rows } from '../ui/rows.tsx';
import { useSay } from '../ui/say.ts';
import { Refused } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { useAct } from './retention-data.ts';

/** What is removed without a rule, and what does not fit together. */
export function FollowsBlock({ view }: { readonly view: http.RetentionView }) {
  const { t } = useTranslation('retention');
  const { t: common } = useTranslation();
  const { holds } = useSession();
  const format = useFormat();
  const say = useSay();
  const act = useAct(() => {
    say(common('action.saved'));
  });
  return (
    <Block title={t('more.title')}>
      <List size="sm">
        <List.Item>{t('more.tombstone')}</List.Item>
        <List.Item>{t('more.live')}</List.Item>
      </List>
      <Refused error={act.error} />
      <Switch
        label={t('more.follows')}
        checked={view.directoryFollowsUser}
        disabled={!holds('retention-rule', 'modify') || act.isPending}
        onChange={(event) => {
          act.mutate({ path: 'options', method: 'PUT', body: { directoryFollowsUser: event.currentTarget.checked } });
        }}
      />
      <Title order={3}>{t('more.orphans')}</Title>
      {view.orphans.length === 0 ? (
        <Text size="sm">{t('more.orphansNone')}</Text>
      ) : (
        <>
          <Text size="sm">{t('more.orphanText')}</Text>
          <Rows
            caption={t('more.orphans')}
            figures={[1]}
            head={[t('more.orphans'), t('more.count')]}
            rows={view.orphans.map(({ kind, count }) => [
              t(`more.orphanKinds.${kind as 'file-without-row'}`),
              format.number(count),
            ])}
          />
        </>
      )}
    </Block>
  );
}
