import { Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { useWords } from '../i18n/use-words.ts';
import { fieldErrors } from '../ui/field-errors.ts';
import { ButtonLink } from '../ui/links.tsx';
import { Page } from '../ui/page.tsx';
import { Refused } from '../ui/states.tsx';
import { FoundPersons } from './found-persons.tsx';
import { NameScan } from './name-scan.tsx';
import { PersonSearch, type PersonSearchBody } from '../purpose/person-search.tsx';

/** Finds a person in all seven databases. What is found lives as long as this page does. */
export function FindPage() {
  const { t } = useTranslation('protect');
  const { t: own } = useTranslation('identity');
  const { fault } = useWords();
  const find = useMutation({
    mutationFn: (body: PersonSearchBody) => call('data-protection', 'find', http.findAnswer, { method: 'POST', body }),
    gcTime: 0,
  });
  const matches = (
    <ButtonLink to="/protect/identity" variant="default">
      {own('find.matches')}
    </ButtonLink>
  );
  return (
    <Page title={t('find.title')} action={matches}>
      <Text size="sm">{t('find.text')}</Text>
      <PersonSearch
        ways={['phone', 'email', 'name', 'employee']}
        submit={t('find.submit')}
        busy={find.isPending}
        faults={fieldErrors(find.error, fault)}
        onAsked={(body) => {
          find.mutate(body);
        }}
      />
      <Refused error={find.error} />
      {find.data?.scan && <NameScan key={find.data.scan} id={find.data.scan} />}
      {find.data && !find.data.scan && <FoundPersons answer={find.data} />}
    </Page>
  );
}
