import { Alert, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { Block } from '../ui/block.tsx';
import { Rows } from '../ui/rows.tsx';
import { Failed, Loading, Refused } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';

type Task = http.SystemTask;

/** What other systems were asked in a case: what they answered, what is outstanding, whom to remind. */
export function SystemsBlock({ caseId }: { readonly caseId: string }) {
  const { t } = useTranslation('evidence');
  const queries = useQueryClient();
  const tasks = useQuery({
    queryKey: ['case-systems', caseId],
    queryFn: ({ signal }) => call('data-protection', `cases/${caseId}/systems`, z.array(http.systemTask), { signal }),
  });
  const changed = () => queries.invalidateQueries({ queryKey: ['case-systems', caseId] });
  const outstanding = tasks.data?.filter(({ state }) => state === 'outstanding').length ?? 0;
  return (
    <Block title={t('systems.title')}>
      <Text size="sm">{t('systems.text')}</Text>
      {tasks.isPending && <Loading />}
      {tasks.isError && <Failed error={tasks.error} retry={() => void tasks.refetch()} />}
      {tasks.data?.length === 0 && <Text size="sm">{t('systems.none')}</Text>}
      {outstanding > 0 && (
        <Alert color="yellow" variant="outline">
          {t('systems.reminder', { count: outstanding })}
        </Alert>
      )}
      {tasks.data && tasks.data.length > 0 && <TaskTable caseId={caseId} tasks={tasks.data} onChanged={changed} />}
    </Block>
  );
}

interface TaskTableProps {
  readonly caseId: string;
  readonly tasks: readonly Task[];
  readonly onChanged: () => Promise<void>;
}

function TaskTable({ caseId, tasks, onChanged }: TaskTableProps) {
  const { t } = useTranslation('evidence');
  const { t: registers } = useTranslation('registers');
  const format = useFormat();
  return (
    <Rows
      caption={t('systems.title')}
      head={[t('systems.name'), t('systems.owner'), t('systems.search'), t('systems.due'), t('systems.outcome')]}
      minWidth={900}
      rows={tasks.map((task) => [
        task.name,
        `${task.ownerOffice ? registers(`offices.${task.ownerOffice}`) : (task.owner ?? '–')}, ${task.contact}`,
        task.howToSearch,
        <Stack key="due" gap={0}>
          {format.date(task.dueAt)}
          {task.state === 'outstanding' && Date.parse(task.dueAt) < Date.now() && (
            <Text size="sm" fw={600}>
              {t('systems.overdue')}
            </Text>
          )}
        </Stack>,
        task.outcome === null ? (
          <AnswerForm key="answer" caseId={caseId} task={task} onChanged={onChanged} />
        ) : (
          answerOf(task, task.outcome)
        ),
      ])}
    />
  );

  function answerOf({ answeredBy, answeredAt, reference, ground }: Task, outcome: NonNullable<Task['outcome']>): string {
    const detail = ground ? t(`systems.grounds.${ground}`) : reference;
    const when = answeredAt === null ? '' : format.dateTime(answeredAt);
    return [t(`systems.outcomes.${outcome}`), detail, answeredBy, when].filter(Boolean).join(', ');
  }
}

function AnswerForm({ caseId, task, onChanged }: Omit<TaskTableProps, 'tasks'> & { readonly task: Task }) {
  const { t } = useTranslation('evidence');
  const [outcome, setOutcome] = useState<NonNullable<Task['outcome']>>('nothing-held');
  const [ground, setGround] = useState<NonNullable<Task['ground']>>('legal-duty');
  const [reference, setReference] = useState('');
  const [tried, setTried] = useState(false);
  const body = {
    outcome,
    ground: outcome === 'refused' ? ground : null,
    reference: outcome === 'data-attached' ? reference : null,
  };
  const fits = http.systemAnswerBody.safeParse(body).success;
  const answer = useMutation({
    mutationFn: () => call('data-protection', `cases/${caseId}/systems/${task.systemId}`, z.unknown(), { method: 'PUT', body }),
    onSuccess: onChanged,
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (fits) answer.mutate();
      }}
    >
      <Refused error={answer.error} />
      <Group gap="xs" align="flex-end">
        <NativeSelect
          size="xs"
          label={t('systems.outcome')}
          data={http.systemOutcomes.map((value) => ({ value, label: t(`systems.outcomes.${value}`) }))}
          value={outcome}
          onChange={(event) => {
            setOutcome(http.systemOutcomes.find((one) => one === event.currentTarget.value) ?? 'nothing-held');
          }}
        />
        {outcome === 'refused' && (
          <NativeSelect
            size="xs"
            label={t('systems.ground')}
            data={http.systemGrounds.map((value) => ({ value, label: t(`systems.grounds.${value}`) }))}
            value={ground}
            onChange={(event) => {
              setGround(http.systemGrounds.find((one) => one === event.currentTarget.value) ?? 'legal-duty');
            }}
          />
        )}
        {outcome === 'data-attached' && (
          <TextInput
            size="xs"
            required
            label={t('systems.reference')}
            error={tried && !fits ? t('systems.referenceHint') : undefined}
            value={reference}
            onChange={(event) => {
              setReference(event.currentTarget.value);
            }}
          />
        )}
        <Button type="submit" size="xs" variant="default" loading={answer.isPending}>
          {t('systems.answer')}
        </Button>
      </Group>
    </form>
  );
}
