import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { call } from '../api/client.ts';
import { Empty, Refused } from '../ui/states.tsx';
import { FoundPersonCard } from './found-person.tsx';

export type FindAnswer = z.output<typeof http.findAnswer>;

/** Who may be meant, each with the reason; or the question that is left when there are too many. */
export function FoundPersons({ answer }: { readonly answer: FindAnswer }) {
  const { t } = useTranslation('protect');
  const { t: own } = useTranslation('identity');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const found = answer.found.filter(holdsAnything);
  const persons = found.filter(({ personId }) => personId !== null);
  const choose = (id: string, on: boolean) => {
    setChosen(on ? [...chosen, id] : chosen.filter((other) => other !== id));
  };
  if (answer.question) {
    return (
      <Alert role="status" variant="outline" color="yellow">
        {own(answer.question === 'more-digits' ? 'find.question_digits' : 'find.question_name', { count: answer.hits })}
      </Alert>
    );
  }
  return (
    <Stack>
      <div role="status" className="unseen">
        {t('find.found', { count: found.length })}
      </div>
      {found.length === 0 && <Nothing readAs={answer.readAs} />}
      {answer.narrow && (
        <Alert variant="outline" color="yellow">
          {t('find.narrow')}
        </Alert>
      )}
      {persons.length > 1 && <Merging chosen={chosen} />}
      {found.map((person) => (
        <FoundPersonCard
          key={person.personId ?? person.contactPointIds.join()}
          person={person}
          choosing={persons.length > 1 && person.personId !== null}
          chosen={person.personId !== null && chosen.includes(person.personId)}
          onChosen={(on) => {
            if (person.personId) choose(person.personId, on);
          }}
        />
      ))}
    </Stack>
  );
}

/** That nothing is held is said of a number that was typed whole; of one without its country code, as what it was read. */
function Nothing({ readAs }: Pick<FindAnswer, 'readAs'>) {
  const { t } = useTranslation('protect');
  if (readAs === null) return <Empty title={t('find.nothingTitle')} text={t('find.nothingText')} />;
  const text = readAs.length > 0 ? t('find.readAs', { numbers: readAs.join(', ') }) : t('find.readAsNone');
  return <Empty title={t('find.notFoundTitle')} text={text} />;
}

/** Puts the two ticked results together. Nothing is moved by it, and it can be undone in the case. */
function Merging({ chosen }: { readonly chosen: readonly string[] }) {
  const { t } = useTranslation('identity');
  const merge = useMutation({
    mutationFn: ([personId, otherId]: readonly string[]) =>
      call('data-protection', 'identity/links', http.created, { method: 'POST', body: { personId, otherId, type: 'replaces' } }),
  });
  return (
    <Stack gap="xs">
      <Text size="sm">{t('find.mergeText')}</Text>
      <Group>
        <Button
          variant="default"
          disabled={chosen.length !== 2 || merge.isSuccess}
          loading={merge.isPending}
          onClick={() => {
            merge.mutate(chosen);
          }}
        >
          {t('find.merge')}
        </Button>
        <Text size="sm" role="status">
          {merge.isSuccess ? t('find.merged', { count: 1 }) : ''}
        </Text>
      </Group>
      <Refused error={merge.error} />
    </Stack>
  );
}

function holdsAnything(person: http.FoundPerson): boolean {
  return person.personId !== null || person.contactPoints.length > 0 || person.holdings.some(({ held }) => held);
}
