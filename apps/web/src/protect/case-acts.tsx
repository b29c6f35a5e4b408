import { Alert, Button, Checkbox, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { Block } from '../ui/block.tsx';
import { Refused } from '../ui/states.tsx';
import { actsOf, isWaiting, type Act } from './case-offers.ts';

interface Asked {
  readonly path: string;
  readonly body?: object;
}

/** What may be done with a case beside its way forward. */
export function CaseActs({ shown }: { readonly shown: http.CaseDetail }) {
  const { t } = useTranslation('identity');
  const queries = useQueryClient();
  const [asking, setAsking] = useState<Act>();
  const act = useMutation({
    mutationFn: ({ path, body = {} }: Asked) =>
      call('data-protection', `cases/${shown.id}/${path}`, http.caseDetail, { method: 'POST', body }),
    onSuccess: async (detail) => {
      setAsking(undefined);
      queries.setQueryData(['case', shown.id], detail);
      await queries.invalidateQueries({ queryKey: ['cases'] });
    },
  });
  const offers = actsOf(shown);
  if (offers.length === 0) return null;
  const ask = (path: string, body?: object) => {
    act.mutate({ path, ...(body && { body }) });
  };
  return (
    <Block title={t('acts.title')}>
      <Refused error={act.error} />
      {isWaiting(shown) && shown.alike.length > 0 && <Alike shown={shown} onAct={ask} />}
      <Group>
        {offers.map((offered) => (
          <Button
            key={offered.word}
            {...(!offered.leads && { variant: 'default' })}
            onClick={() => {
              if ('path' in offered) ask(offered.path);
              else setAsking(offered.asks);
            }}
          >
            {t(`acts.${offered.word}`)}
          </Button>
        ))}
      </Group>
      <Asking act={asking} busy={act.isPending} onAct={ask} onClose={setAsking} />
    </Block>
  );
}

interface ActProps {
  readonly onAct: (path: string, body?: object) => void;
}

function Alike({ shown, onAct }: ActProps & { readonly shown: http.CaseDetail }) {
  const { t } = useTranslation('identity');
  return (
    <Alert variant="outline" color="yellow">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t('acts.alike', { count: shown.alike.length })}</Text>
        {shown.alike.map(({ id, number }) => (
          <Button
            key={id}
            size="compact-sm"
            variant="default"
            onClick={() => {
              onAct('duplicate', { of: id });
            }}
          >
            {t('acts.duplicate', { number })}
          </Button>
        ))}
      </Stack>
    </Alert>
  );
}

interface AskingProps extends ActProps {
  readonly act: Act | undefined;
  readonly busy: boolean;
  readonly onClose: (act: undefined) => void;
}

function Asking({ act, busy, onAct, onClose }: AskingProps) {
  const { t } = useTranslation('identity');
  const { t: common } = useTranslation();
  return (
    <Modal
      opened={act !== undefined}
      onClose={() => {
        onClose(undefined);
      }}
      title={act === 'refusal' ? t('acts.refuse') : t('acts.extend')}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      {act === 'extension' && <Extension busy={busy} onAct={onAct} />}
      {act === 'refusal' && <Refusal busy={busy} onAct={onAct} />}
    </Modal>
  );
}

function Extension({ busy, onAct }: ActProps & { readonly busy: boolean }) {
  const { t } = useTranslation('identity');
  const [reason, setReason] = useState<string | null>(null);
  const [told, setTold] = useState(false);
  return (
    <Stack>
      <Text size="sm">{t('acts.extendText')}</Text>
      <Select
        label={t('acts.extendReason')}
        required
        value={reason}
        onChange={setReason}
        data={http.extensionReasons.map((value) => ({ value, label: t(`acts.reasons.${value}`) }))}
      />
      <Checkbox
        label={t('acts.told')}
        checked={told}
        onChange={(event) => {
          setTold(event.currentTarget.checked);
        }}
      />
      <Group justify="flex-end">
        <Button
          disabled={!reason || !told}
          loading={busy}
          onClick={() => {
            onAct('extension', { reason, noticeGiven: true });
          }}
        >
          {t('acts.extend')}
        </Button>
      </Group>
    </Stack>
  );
}

function Refusal({ busy, onAct }: ActProps & { readonly busy: boolean }) {
  const { t } = useTranslation('identity');
  const [ground, setGround] = useState<string | null>(null);
  const [partly, setPartly] = useState(false);
  return (
    <Stack>
      <Text size="sm">{t('acts.refuseText')}</Text>
      <Select
        label={t('acts.ground')}
        required
        value={ground}
        onChange={setGround}
        data={http.refusalGrounds.map((value) => ({ value, label: t(`acts.grounds.${value}`) }))}
      />
      <Checkbox
        label={t('acts.partly')}
        checked={partly}
        onChange={(event) => {
          setPartly(event.currentTarget.checked);
        }}
      />
      <Group justify="flex-end">
        <Button
          disabled={!ground}
          loading={busy}
          onClick={() => {
            onAct('refusal', { ground, partly });
          }}
        >
          {t('acts.refuse')}
        </Button>
      </Group>
    </Stack>
  );
}
