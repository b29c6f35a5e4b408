import { Button, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { useWords } from '../i18n/use-words.ts';
import { useSession } from '../session/session.tsx';
import { fieldErrors, schemaErrors } from '../ui/field-errors.ts';
import { AnchorLink } from '../ui/links.tsx';
import { usePageId } from '../ui/page-id.ts';
import { Page } from '../ui/page.tsx';
import { useSay } from '../ui/say.ts';
import { Failed, Loading, NotFound, Refused } from '../ui/states.tsx';
import { UnsavedGuard } from '../ui/unsaved.tsx';
import type { Held, SettingKind } from './setting-kind.ts';
import { useSettings } from './settings.ts';
import { focusFirst } from '../ui/focus-first.ts';

/** One setting of a kind, or a new one (`new` in place of its id). */
export function SettingPage<Body extends object>({ kind }: { readonly kind: SettingKind<Body> }) {
  const id = usePageId();
  const settings = useSettings(kind);
  if (id === 'new') return <Editor key="new" kind={kind} held={undefined} />;
  if (settings.isPending) return <Loading />;
  if (settings.isError) return <Failed error={settings.error} retry={() => void settings.refetch()} />;
  const held = settings.data.find((setting) => setting.id === id);
  return held ? <Editor key={held.id} kind={kind} held={held} /> : <NotFound />;
}

function Editor<Body extends object>({
  kind,
  held,
}: {
  readonly kind: SettingKind<Body>;
  readonly held: Held<Body> | undefined;
}) {
  const { t } = useTranslation('configure');
  const { t: common } = useTranslation();
  const { fault } = useWords();
  const { holds } = useSession();
  const form = useForm<Body>({
    initialValues: held ? kind.body.parse(held) : kind.initial,
    validate: (values) => schemaErrors(kind.body, values, fault),
  });
  const readOnly = !holds(kind.objectType, held ? 'modify' : 'create');
  const save = useSave(kind, held, (now) => {
    form.setInitialValues(now);
    form.setValues(now);
    form.resetDirty(now);
  });
  const submit = form.onSubmit((values) => {
    save.mutate(kind.body.parse(values), {
      onError: (error) => {
        form.setErrors(fieldErrors(error, fault));
      },
    });
  }, focusFirst(form));
  return (
    <Page
      title={held?.name ?? t(`${kind.texts}.new`)}
      parent={<AnchorLink to={`/configure/${kind.api}`}>{t(`${kind.texts}.title`)}</AnchorLink>}
    >
      <UnsavedGuard dirty={() => form.isDirty() && !save.isPending} />
      <form noValidate onSubmit={submit}>
        <Stack maw={560}>
          <Refused error={save.error} />
          {readOnly && <Text size="sm">{t('readOnly')}</Text>}
          <kind.Fields form={form} readOnly={readOnly} />
          {!readOnly && (
            <Group>
              <Button type="submit" loading={save.isPending}>
                {common('action.save')}
              </Button>
              <Text size="sm" c="dimmed">
                {t('inForce')}
              </Text>
            </Group>
          )}
        </Stack>
      </form>
      {held && kind.Known && <kind.Known id={held.id} />}
    </Page>
  );
}

/** Saves, then reads back what the server holds now: what stands on the page is what is in force. */
function useSave<Body extends object>(kind: SettingKind<Body>, held: Held<Body> | undefined, onHeld: (body: Body) => void) {
  const { t } = useTranslation();
  const say = useSay();
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async (body: Body) => {
      if (!held) return (await call('configurator', kind.api, http.created, { method: 'POST', body })).id;
      await call('configurator', `${kind.api}/${held.id}`, z.unknown(), { method: 'PUT', body });
      return held.id;
    },
    onSuccess: async (id) => {
      const rows = await call('configurator', kind.api, z.array(kind.row));
      queries.setQueryData([kind.api], rows);
      const now = rows.find((row) => row.id === id);
      if (now) onHeld(kind.body.parse(now));
      await queries.invalidateQueries({ queryKey: ['choices', kind.api] });
      say(t('action.saved'));
      if (!held) await navigate({ to: `/configure/${kind.api}/$id`, params: { id }, replace: true });
    },
  });
}
