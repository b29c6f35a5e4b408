import { Button, Checkbox, Group, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconCircleMinus } from '@tabler/icons-react';
import { databaseNames, type http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-words.ts';
import { Block } from '../ui/block.tsx';
import { Mark } from '../ui/mark.tsx';
import { Rows } from '../ui/rows.tsx';
import { OpenCase } from './open-case.tsx';

/** One person who may be meant: by which contact points, and what each of the seven databases holds. */
export function FoundPersonCard({ person }: { readonly person: http.FoundPerson }) {
  const { t } = useTranslation('protect');
  const name = person.fullName ?? t('find.unnamed');
  const own = person.contactPoints.filter(({ sharedWith }) => sharedWith === 0).map(({ id }) => id);
  // Without a person and without a point of their own, the shared points are all there is.
  const [chosen, setChosen] = useState<readonly string[]>(own.length > 0 || person.personId ? own : person.contactPointIds);
  const [opening, setOpening] = useState<'report' | 'erasure'>();
  const nothingChosen = !person.personId && chosen.length === 0;
  return (
    <Block title={name}>
      <ContactPoints person={person} chosen={chosen} onChosen={setChosen} />
      <Holdings holdings={person.holdings} />
      <Group>
        <Button
          disabled={nothingChosen}
          onClick={() => {
            setOpening('report');
          }}
        >
          {t('find.openReport')}
        </Button>
        <Button
          disabled={nothingChosen}
          variant="default"
          onClick={() => {
            setOpening('erasure');
          }}
        >
          {t('find.openErasure')}
        </Button>
      </Group>
      <OpenCase
        kind={opening}
        subject={{ personId: person.personId, contactPointIds: [...chosen] }}
        onClose={() => {
          setOpening(undefined);
        }}
      />
    </Block>
  );
}

interface ContactPointsProps {
  readonly person: http.FoundPerson;
  readonly chosen: readonly string[];
  readonly onChosen: (ids: readonly string[]) => void;
}

function ContactPoints({ person, chosen, onChosen }: ContactPointsProps) {
  const { t } = useTranslation('protect');
  const { word } = useWords();
  const tick = (id: string, on: boolean) => {
    onChosen(on ? [...chosen, id] : chosen.filter((other) => other !== id));
  };
  return (
    <Stack gap="sm" role="group" aria-label={t('find.points')}>
      <Title order={3}>{t('find.points')}</Title>
      <Text size="sm" c="dimmed">
        {t('find.pointsText')}
      </Text>
      {person.contactPoints.map(({ id, value, sharedWith, evidence }) => (
        <Checkbox
          key={id}
          checked={chosen.includes(id)}
          label={value}
          description={[
            t('find.evidence', { evidence: word('evidence', evidence) }),
            ...(sharedWith > 0 ? [t('find.shared', { count: sharedWith })] : []),
          ].join(' · ')}
          onChange={(event) => {
            tick(id, event.currentTarget.checked);
          }}
        />
      ))}
    </Stack>
  );
}

/** All seven databases are named, also those that hold nothing: the answer is about each of them. */
function Holdings({ holdings }: { readonly holdings: http.FoundPerson['holdings'] }) {
  const { t } = useTranslation('protect');
  const { word } = useWords();
  return (
    <Stack gap="sm">
      <Title order={3}>{t('find.holdings')}</Title>
      <Rows
        caption={t('find.holdings')}
        head={[t('find.database'), t('find.held'), t('find.tables')]}
        rows={databaseNames.map((database) => {
          const holding = holdings.find((one) => one.database === database);
          const records = holding?.records ?? 0;
          return [
            t(`databases.${database}`),
            holding?.held ? (
              <Mark key="held" Icon={IconCircleCheck} tone="good">
                {t('find.records', { count: records })}
              </Mark>
            ) : (
              <Mark key="held" Icon={IconCircleMinus} tone="calm">
                {t('find.nothingHeld')}
              </Mark>
            ),
            holding?.tables
              .filter((one) => one.records > 0)
              .map(({ table, records: count }) => `${word('table', table)} ${String(count)}`)
              .join(', ') ?? '',
          ];
        })}
      />
    </Stack>
  );
}
