import { Checkbox, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { Block } from '../ui/block.tsx';
import { useSay } from '../ui/say.ts';
import { Failed, Loading, Refused } from '../ui/states.tsx';

/** Whether the directory has a line about this user (R25). It acts at once and is read back from the server. */
export function DirectorySwitch({ userId, readOnly }: { readonly userId: string; readonly readOnly: boolean }) {
  const { t } = useTranslation('configure');
  const { t: common } = useTranslation();
  const say = useSay();
  const queries = useQueryClient();
  const path = `users/${userId}/directory`;
  const queryKey = ['user-directory', userId];
  const held = useQuery({
    queryKey,
    queryFn: ({ signal }) => call('configurator', path, http.userDirectoryAnswer, { signal }),
  });
  const change = useMutation({
    mutationFn: (on: boolean) => call('configurator', path, http.userDirectoryAnswer, { method: 'PUT', body: { on } }),
    onSuccess: (now) => {
      queries.setQueryData(queryKey, now);
      say(common('action.saved'));
    },
  });
  return (
    <Block title={t('users.directory')}>
      {held.isPending && <Loading />}
      {held.isError && <Failed error={held.error} retry={() => void held.refetch()} />}
      <Refused error={change.error} />
      {held.data && (
        <Checkbox
          label={t('users.inDirectory')}
          checked={held.data.on && held.data.site}
          disabled={readOnly || !held.data.site || change.isPending}
          onChange={({ currentTarget }) => {
            change.mutate(currentTarget.checked);
          }}
        />
      )}
      {held.data?.site === false && <Text size="sm">{t('users.directoryOffForSite')}</Text>}
    </Block>
  );
}
