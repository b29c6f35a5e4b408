import { Button, Group, Text } from '@mantine/core';
import type { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChoices } from '../configure/choices.ts';
import { useSession } from '../session/session.tsx';
import { Block } from '../ui/block.tsx';
import { Rows } from '../ui/rows.tsx';
import { useSay } from '../ui/say.ts';
import { Empty, Refused } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { useAct } from './retention-data.ts';
import { RuleDialog } from './rule-dialog.tsx';
import { beforeAndAfter, isSame, type RuleChange } from './same-rule.ts';

type Edited = http.RetentionRule | 'new' | undefined;

/** The rules as set beside those in force. */
export function RulesBlock({ view }: { readonly view: http.RetentionView }) {
  const { t } = useTranslation('retention');
  const { holds } = useSession();
  const [edited, setEdited] = useState<Edited>(undefined);
  const changes = beforeAndAfter(view.rules, view.inForce);
  const waiting = changes.some((change) => !isSame(change));
  return (
    <Block title={t('rules.title')}>
      {changes.length === 0 ? (
        <Empty title={t('rules.emptyTitle')} text={t('rules.emptyText')} />
      ) : (
        <RuleTable changes={changes} edit={setEdited} />
      )}
      {changes.length > 0 && waiting && <Text size="sm">{t('rules.waiting')}</Text>}
      <InForce view={view} />
      {holds('retention-rule', 'create') && (
        <Group>
          <Button
            variant="default"
            onClick={() => {
              setEdited('new');
            }}
          >
            {t('rules.new')}
          </Button>
        </Group>
      )}
      <RuleDialog
        rule={edited}
        onClose={() => {
          setEdited(undefined);
        }}
      />
    </Block>
  );
}

function InForce({ view }: { readonly view: http.RetentionView }) {
  const { t } = useTranslation('retention');
  const format = useFormat();
  if (view.approvedAt === null) return null;
  return (
    <Text size="sm" c="dimmed">
      {t('rules.approved', { when: format.dateTime(view.approvedAt), name: view.approvedBy ?? '' })}
    </Text>
  );
}

function RuleTable({ changes, edit }: { readonly changes: readonly RuleChange[]; readonly edit: (rule: Edited) => void }) {
  const { t } = useTranslation('retention');
  const queues = useChoices('queues');
  const term = (rule: http.RetentionRule | undefined) =>
    rule ? t(`term.${rule.unit}`, { count: rule.amount }) : t('rules.none');
  const scope = (queueId: string | null) => {
    const name = queues.find(({ value }) => value === queueId)?.label;
    if (queueId === null) return t('rules.everything');
    return name === undefined ? t('rules.otherQueue') : t('rules.queue', { name });
  };
  return (
    <Rows
      caption={t('rules.title')}
      minWidth={860}
      head={[
        ...[t('rules.class'), t('rules.scope'), t('rules.inForce'), t('rules.wanted'), t('rules.start'), t('rules.ground')],
        t('rules.acts'),
      ]}
      rows={changes.flatMap((change) => {
        const rule = change.set ?? change.inForce;
        if (!rule) return [];
        return [
          [
            t(`classes.${rule.class}`),
            scope(rule.queueId),
            term(change.inForce),
            isSame(change) ? t('rules.same') : <strong key="set">{term(change.set)}</strong>,
            t(`starts.${rule.class}`),
            [t(`grounds.${rule.ground}`), rule.reference].filter(Boolean).join(', '),
            change.set ? <Acts key="acts" rule={change.set} edit={edit} /> : '',
          ],
        ];
      })}
    />
  );
}

function Acts({ rule, edit }: { readonly rule: http.RetentionRule; readonly edit: (rule: Edited) => void }) {
  const { t } = useTranslation('retention');
  const { holds } = useSession();
  const say = useSay();
  const act = useAct(() => {
    say(t('rules.removed'));
  });
  const name = t(`classes.${rule.class}`);
  return (
    <Group gap="xs" wrap="nowrap">
      {holds('retention-rule', 'modify') && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('rules.edit', { name })}
          onClick={() => {
            edit(rule);
          }}
        >
          {t('rules.editShort')}
        </Button>
      )}
      {holds('retention-rule', 'delete') && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('rules.remove', { name })}
          loading={act.isPending}
          onClick={() => {
            act.mutate({ path: `rules/${rule.id}`, method: 'DELETE' });
          }}
        >
          {t('rules.removeShort')}
        </Button>
      )}
      <Refused error={act.error} />
    </Group>
  );
}
