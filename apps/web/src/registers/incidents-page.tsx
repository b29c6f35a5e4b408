import { Button, Modal, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconClock } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { FreezeBlock } from '../protect/evidence-freezes.tsx';
import { Mark } from '../ui/mark.tsx';
import { Page } from '../ui/page.tsx';
import { Rows } from '../ui/rows.tsx';
import { useSay } from '../ui/say.ts';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { IncidentChange } from './incident-change.tsx';
import { IncidentForm } from './incident-form.tsx';

/** Incidents with their clocks, and the evidence that was frozen for them. */
export function IncidentsPage() {
  const { t } = useTranslation('evidence');
  const { t: common } = useTranslation();
  const [open, setOpen] = useState<string>();
  const queries = useQueryClient();
  const say = useSay();
  const incidents = useQuery({
    queryKey: ['incidents'],
    queryFn: ({ signal }) => call('data-protection', 'incidents', z.array(http.incidentRow), { signal }),
  });
  const close = () => {
    setOpen(undefined);
  };
  const saved = async () => {
    say(t(open === 'new' ? 'incidents.reported' : 'incidents.changed'));
    close();
    await queries.invalidateQueries({ queryKey: ['incidents'] });
  };
  const report = (
    <Button
      onClick={() => {
        setOpen('new');
      }}
    >
      {t('incidents.report')}
    </Button>
  );
  return (
    <Page title={t('incidents.title')} action={report}>
      <Text size="sm" maw={720}>
        {t('incidents.text')}
      </Text>
      {incidents.isPending && <Loading />}
      {incidents.isError && <Failed error={incidents.error} retry={() => void incidents.refetch()} />}
      {incidents.data && <IncidentTable incidents={incidents.data} onOpen={setOpen} />}
      <FreezeBlock />
      <Modal
        size="lg"
        opened={open !== undefined}
        onClose={close}
        title={t(open === 'new' ? 'incidents.report' : 'incidents.change')}
        closeButtonProps={{ 'aria-label': common('action.close') }}
      >
        {open === 'new' && <IncidentForm onSaved={saved} />}
        {open !== undefined && open !== 'new' && <IncidentChange id={open} onSaved={saved} />}
      </Modal>
    </Page>
  );
}

interface IncidentTableProps {
  readonly incidents: readonly http.IncidentRow[];
  readonly onOpen: (id: string) => void;
}

function IncidentTable({ incidents, onOpen }: IncidentTableProps) {
  const { t } = useTranslation('evidence');
  const format = useFormat();
  if (incidents.length === 0) return <Empty title={t('incidents.emptyTitle')} text={t('incidents.emptyText')} />;
  return (
    <Rows
      caption={t('incidents.title')}
      head={[
        ...[t('incidents.number'), t('incidents.kind'), t('incidents.risk'), t('incidents.state'), t('incidents.noticed')],
        ...[t('incidents.about'), t('incidents.warning'), t('incidents.authority'), t('freeze.acts')],
      ]}
      minWidth={1000}
      rows={incidents.map((incident) => [
        ...[incident.number, t(`incidents.kinds.${incident.kind}`), t(`incidents.risks.${incident.risk}`)],
        ...[t(`incidents.states.${incident.state}`), format.dateTime(incident.noticedAt)],
        incident.personsAbout === null ? '–' : format.number(incident.personsAbout),
        <Clock key="warning" clock={incident.warning} />,
        incident.notNotifiedGround ? (
          t(`incidents.notNotifiedGrounds.${incident.notNotifiedGround}`)
        ) : (
          <Clock key="notification" clock={incident.notification} />
        ),
        <Button
          key="open"
          size="xs"
          variant="default"
          aria-label={t('freeze.of', { act: t('incidents.change'), number: incident.number })}
          onClick={() => {
            onOpen(incident.id);
          }}
        >
          {t('incidents.change')}
        </Button>,
      ])}
    />
  );
}

function Clock({ clock: { state, until, answeredAt } }: { readonly clock: http.IncidentRow['warning'] }) {
  const { t } = useTranslation('evidence');
  const format = useFormat();
  const [Icon, tone] =
    state === 'answered'
      ? ([IconCircleCheck, 'good'] as const)
      : state === 'late'
        ? ([IconAlertTriangle, 'bad'] as const)
        : ([IconClock, 'warn'] as const);
  return (
    <Mark Icon={Icon} tone={tone}>
      {t(`clock.${state}`, { until: format.dateTime(until), at: answeredAt === null ? '' : format.dateTime(answeredAt) })}
    </Mark>
  );
}
