import { Alert, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { useWords } from '../i18n/use-words.ts';
import { PersonQuery, type Query } from '../purpose/person-query.tsx';
import { fieldErrors } from '../ui/field-errors.ts';
import { Page } from '../ui/page.tsx';
import { Empty, Refused } from '../ui/states.tsx';
import { FoundPersonCard } from './found-person.tsx';

/** Finds a person by number or e-mail address in all seven databases. What is found lives as long as this page does. */
export function FindPage() {
  const { t } = useTranslation('protect');
  const { fault } = useWords();
  const find = useMutation({
    mutationFn: (body: Query) => call('data-protection', 'find', http.findAnswer, { method: 'POST', body }),
    gcTime: 0,
  });
  const found = find.data?.found.filter(holdsAnything) ?? [];
  return (
    <Page title={t('find.title')}>
      <Text size="sm">{t('find.text')}</Text>
      <PersonQuery
        submit={t('find.submit')}
        busy={find.isPending}
        faults={fieldErrors(find.error, fault)}
        onAsked={(query) => {
          find.mutate(query);
        }}
      />
      <Refused error={find.error} />
      <div role="status" className="unseen">
        {find.data ? t('find.found', { count: found.length }) : ''}
      </div>
      {find.data && found.length === 0 && <Empty title={t('find.nothingTitle')} text={t('find.nothingText')} />}
      {find.data?.narrow && (
        <Alert variant="outline" color="yellow">
          {t('find.narrow')}
        </Alert>
      )}
      <Stack>
        {found.map((person) => (
          <FoundPersonCard key={person.personId ?? person.contactPointIds.join()} person={person} />
        ))}
      </Stack>
    </Page>
  );
}

function holdsAnything(person: http.FoundPerson): boolean {
  return person.personId !== null || person.contactPoints.length > 0 || person.holdings.some(({ held }) => held);
}
