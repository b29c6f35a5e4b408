import { Button, Group, NumberInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { call } from '../api/client.ts';
import { Block } from '../ui/block.tsx';
import { Mark } from '../ui/mark.tsx';
import { Rows } from '../ui/rows.tsx';
import { Failed, Loading, Refused } from '../ui/states.tsx';
import { isAnswered } from './due.ts';
import { MailedCode } from './mailed-code.tsx';
import { mayVerifyForRecordings } from './recordings-hint.ts';
import { VerificationDone } from './verification-done.tsx';

type Body = z.input<typeof http.verifyBody>;
interface Verifying {
  readonly shown: http.CaseDetail;
  readonly view: http.VerificationView;
  readonly busy: boolean;
  readonly onVerify: (body: Body) => void;
}

/** How sure it is who asks, and the ways to make sure. */
export function VerificationBlock({ shown }: { readonly shown: http.CaseDetail }) {
  const { t } = useTranslation('identity');
  const queries = useQueryClient();
  const key = ['verification', shown.id];
  const path = `cases/${shown.id}/verification`;
  const found = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call('data-protection', path, http.verificationView, { signal }),
    gcTime: 0,
  });
  const verify = useMutation({
    mutationFn: (body: Body) => call('data-protection', path, http.verifyAnswer, { method: 'POST', body }),
    onSuccess: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: key }),
        queries.invalidateQueries({ queryKey: ['case', shown.id] }),
      ]);
    },
  });
  return (
    <Block title={t('verify.title')}>
      {found.isPending && <Loading />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.data && <Level view={found.data} />}
      <Refused error={verify.error} />
      <Text size="sm" role="status">
        {verify.data ? t(`verify.results.${verify.data.result}`) : ''}
      </Text>
      {found.data && (
        <Ways
          shown={shown}
          view={found.data}
          busy={verify.isPending}
          onVerify={(body) => {
            verify.mutate(body);
          }}
        />
      )}
      {found.data && found.data.done.length > 0 && <VerificationDone view={found.data} />}
    </Block>
  );
}

function Level({ view: { level, requiredLevel } }: Pick<Verifying, 'view'>) {
  const { t } = useTranslation('identity');
  const reached = level >= requiredLevel;
  return (
    <Stack gap="xs">
      <Mark Icon={reached ? IconCircleCheck : IconAlertTriangle} tone={reached ? 'good' : 'warn'}>
        {t(reached ? 'verify.reached' : 'verify.missing', { level, required: requiredLevel })}
      </Mark>
      {!reached && <Text size="sm">{t('verify.text')}</Text>}
    </Stack>
  );
}

/** The ways to make sure who asks: all while it is not sure enough, on demand while recordings would need more. */
function Ways(props: Verifying) {
  const { t } = useTranslation('identity');
  const [wanted, setWanted] = useState(false);
  const missing = props.view.level < props.view.requiredLevel && !isAnswered(props.shown);
  if (!missing && !mayVerifyForRecordings(props.shown)) return null;
  if (!missing && !wanted)
    return (
      <Group>
        <Button
          variant="default"
          onClick={() => {
            setWanted(true);
          }}
        >
          {t('verify.forRecordings')}
        </Button>
      </Group>
    );
  return (
    <Stack>
      {props.view.employee && <Text size="sm">{t('own.asked')}</Text>}
      {!props.view.employee && <Points {...props} />}
      {!props.view.employee && (
        <MailedCode
          caseId={props.shown.id}
          points={props.view.points}
          busy={props.busy}
          onTyped={(contactPointId, code) => {
            props.onVerify({ method: 'code-to-known-contact-point', contactPointId, code });
          }}
        />
      )}
      {!props.view.employee && <Knowledge {...props} />}
      <Document {...props} />
    </Stack>
  );
}

function Points({ view: { points }, busy, onVerify }: Verifying) {
  const { t } = useTranslation('identity');
  const act = (contactPointId: string, passed: boolean) => {
    onVerify({ method: 'call-back', contactPointId, passed });
  };
  return (
    <Stack gap="xs">
      <Title order={3}>{t('verify.points')}</Title>
      {points.length === 0 && <Text size="sm">{t('verify.noPoints')}</Text>}
      {points.length > 0 && (
        <Rows
          caption={t('verify.points')}
          head={[t('verify.point'), t('verify.counting'), t('verify.act')]}
          minWidth={520}
          rows={points.map(({ id, kind, masked, countsFor }) => [
            `${t(`verify.kinds.${kind}`)} ${masked}`,
            t(`verify.counts.${countsFor}`),
            countsFor === 'eligible' ? (
              <Group key="act" gap="xs" wrap="nowrap">
                <Button
                  size="compact-sm"
                  disabled={busy}
                  aria-label={`${t('verify.reachedAt')} ${masked}`}
                  onClick={() => {
                    act(id, true);
                  }}
                >
                  {t('verify.reachedAt')}
                </Button>
                <Button
                  size="compact-sm"
                  variant="default"
                  disabled={busy}
                  aria-label={`${t('verify.notReached')} ${masked}`}
                  onClick={() => {
                    act(id, false);
                  }}
                >
                  {t('verify.notReached')}
                </Button>
              </Group>
            ) : (
              '–'
            ),
          ])}
        />
      )}
    </Stack>
  );
}

const numbers = [0, 1] as const;

function Knowledge({ view, busy, onVerify }: Verifying) {
  const { t } = useTranslation('identity');
  const [events, setEvents] = useState([
    { day: '', hour: 12 },
    { day: '', hour: 12 },
  ]);
  if (view.knowledgeLocked) return <Text size="sm">{t('verify.locked')}</Text>;
  const set = (at: number, changed: Partial<{ day: string; hour: number }>) => {
    setEvents(events.map((event, n) => (n === at ? { ...event, ...changed } : event)));
  };
  return (
    <Stack gap="xs">
      <Title order={3}>{t('verify.knowledge')}</Title>
      <Text size="sm">{t('verify.knowledgeText')}</Text>
      {numbers.map((n) => (
        <Group key={n} gap="sm">
          <TextInput
            type="date"
            label={t('verify.day', { n: n + 1 })}
            value={events[n]?.day ?? ''}
            onChange={(event) => {
              set(n, { day: event.currentTarget.value });
            }}
          />
          <NumberInput
            label={t('verify.hour', { n: n + 1 })}
            min={0}
            max={23}
            clampBehavior="strict"
            w={140}
            value={events[n]?.hour ?? 12}
            onChange={(hour) => {
              set(n, { hour: Number(hour) });
            }}
          />
        </Group>
      ))}
      <Group>
        <Button
          variant="default"
          loading={busy}
          disabled={events.some(({ day }) => day === '')}
          onClick={() => {
            onVerify({ method: 'knowledge', events });
          }}
        >
          {t('verify.check')}
        </Button>
      </Group>
    </Stack>
  );
}

function Document({ busy, onVerify }: Verifying) {
  const { t } = useTranslation('identity');
  return (
    <Stack gap="xs">
      <Title order={3}>{t('verify.document')}</Title>
      <Text size="sm">{t('verify.documentText')}</Text>
      <Group>
        <Button
          variant="default"
          disabled={busy}
          onClick={() => {
            onVerify({ method: 'document-seen', passed: true });
          }}
        >
          {t('verify.seen')}
        </Button>
        <Button
          variant="default"
          disabled={busy}
          onClick={() => {
            onVerify({ method: 'document-seen', passed: false });
          }}
        >
          {t('verify.notSeen')}
        </Button>
      </Group>
    </Stack>
  );
}
