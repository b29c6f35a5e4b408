import { Button, Group, Modal, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { Page } from '../ui/page.tsx';
import { Rows } from '../ui/rows.tsx';
import { useSay } from '../ui/say.ts';
import { Empty, Failed, Loading, Refused } from '../ui/states.tsx';
import { SystemForm } from './system-form.tsx';

type System = http.OtherSystem;

/** Systems beside this one that may hold data of the same persons. Every case asks each of them. */
export function OtherSystemsPage() {
  const { t } = useTranslation('registers');
  const { t: common } = useTranslation();
  const [open, setOpen] = useState<System | 'new'>();
  const queries = useQueryClient();
  const say = useSay();
  const systems = useQuery({
    queryKey: ['other-systems'],
    queryFn: ({ signal }) => call('configurator', 'other-systems', z.array(http.otherSystem), { signal }),
  });
  const changed = () => queries.invalidateQueries({ queryKey: ['other-systems'] });
  const close = () => {
    setOpen(undefined);
  };
  const saved = async () => {
    close();
    await changed();
    say(common('action.saved'));
  };
  const add = (
    <Button
      onClick={() => {
        setOpen('new');
      }}
    >
      {t('systems.add')}
    </Button>
  );
  return (
    <Page title={t('systems.title')} action={add}>
      <Text size="sm" maw={720}>
        {t('systems.text')}
      </Text>
      {systems.isPending && <Loading />}
      {systems.isError && <Failed error={systems.error} retry={() => void systems.refetch()} />}
      {systems.data?.length === 0 && <Empty title={t('systems.emptyTitle')} text={t('systems.emptyText')} />}
      {systems.data && systems.data.length > 0 && <SystemTable systems={systems.data} onOpen={setOpen} onChanged={changed} />}
      <Modal
        opened={open !== undefined}
        onClose={close}
        title={open === 'new' ? t('systems.add') : t('systems.change')}
        closeButtonProps={{ 'aria-label': common('action.close') }}
      >
        {open !== undefined && <SystemForm system={open === 'new' ? undefined : open} onSaved={saved} />}
      </Modal>
    </Page>
  );
}

interface SystemTableProps {
  readonly systems: readonly System[];
  readonly onOpen: (system: System) => void;
  readonly onChanged: () => Promise<void>;
}

function SystemTable({ systems, onOpen, onChanged }: SystemTableProps) {
  const { t } = useTranslation('registers');
  const retire = useMutation({
    mutationFn: ({ id, retiredAt }: System) =>
      retiredAt === null
        ? call('configurator', `other-systems/${id}`, z.unknown(), { method: 'DELETE' })
        : call('configurator', `other-systems/${id}/return`, z.unknown(), { method: 'POST' }),
    onSettled: onChanged,
  });
  return (
    <>
      <Refused error={retire.error} />
      <Rows
        caption={t('systems.title')}
        head={[
          ...[t('system.name'), t('system.kind'), t('owner.label'), t('system.contact'), t('system.categories')],
          ...[t('system.agreement'), t('system.answerDays'), t('systems.state'), t('systems.acts')],
        ]}
        minWidth={1000}
        rows={systems.map((system) => [
          ...[system.name, t(`systemKinds.${system.kind}`), ownerOf(system), system.contact],
          system.categories.map((category) => t(`categories.${category}`)).join(', '),
          system.processor ? (system.agreement ?? '–') : t('systems.own'),
          system.answerDays,
          system.retiredAt === null ? t('systems.inUse') : t('systems.retired'),
          <Group key="acts" gap="xs" wrap="nowrap">
            <Button
              size="xs"
              variant="default"
              aria-label={t('systems.of', { act: t('systems.change'), name: system.name })}
              onClick={() => {
                onOpen(system);
              }}
            >
              {t('systems.change')}
            </Button>
            <Button
              size="xs"
              variant="default"
              aria-label={t('systems.of', { act: retireWord(system), name: system.name })}
              loading={retire.isPending && retire.variables.id === system.id}
              onClick={() => {
                retire.mutate(system);
              }}
            >
              {retireWord(system)}
            </Button>
          </Group>,
        ])}
      />
    </>
  );

  function ownerOf({ owner, ownerOffice }: System): string {
    return ownerOffice ? t(`offices.${ownerOffice}`) : (owner ?? '–');
  }
  function retireWord({ retiredAt }: System): string {
    return t(retiredAt === null ? 'systems.retire' : 'systems.restore');
  }
}
