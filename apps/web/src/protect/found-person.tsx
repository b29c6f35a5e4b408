import { Button, Checkbox, Group, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconCircleMinus } from '@tabler/icons-react';
import { databaseNames, type http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-words.ts';
import { Block } from '../ui/block.tsx';
import { Mark } from '../ui/mark.tsx';
import { Rows } from '../ui/rows.tsx';
import { useFormat } from '../ui/use-format.ts';
import { OpenCase } from './open-case.tsx';

interface FoundPersonProps {
  readonly person: http.FoundPerson;
  /** Whether this result may be ticked as one person with another. */
  readonly choosing: boolean;
  readonly chosen: boolean;
  readonly onChosen: (on: boolean) => void;
}

/** One person who may be meant: why, by which contact points, and what each of the seven databases holds. */
export function FoundPersonCard({ person, choosing, chosen: ticked, onChosen }: FoundPersonProps) {
  const { t } = useTranslation('protect');
  const { t: own } = useTranslation('identity');
  const name = person.fullName ?? t('find.unnamed');
  const mine = person.contactPoints.filter(({ sharedWith, shared }) => sharedWith === 0 && !shared).map(({ id }) => id);
  // Without a person and without a point of their own, the shared points are all there is.
  const [chosen, setChosen] = useState<readonly string[]>(mine.length > 0 || person.personId ? mine : person.contactPointIds);
  const [opening, setOpening] = useState(false);
  return (
    <Block title={name}>
      <Text size="sm">
        {[
          own('find.reason', { reason: own(`find.reasons.${person.reason}`) }),
          ...(person.login ? [own('find.employee', { login: person.login })] : []),
          ...(person.mergedIds.length > 0 ? [own('find.merged', { count: person.mergedIds.length })] : []),
        ].join(' · ')}
      </Text>
      {person.contactPoints.length > 0 && <ContactPoints person={person} chosen={chosen} onChosen={setChosen} />}
      <Holdings holdings={person.holdings} />
      <Group>
        <Button
          disabled={!person.personId && chosen.length === 0}
          onClick={() => {
            setOpening(true);
          }}
        >
          {own('find.openCase')}
        </Button>
        {choosing && (
          <Checkbox
            label={own('find.choose')}
            checked={ticked}
            onChange={(event) => {
              onChosen(event.currentTarget.checked);
            }}
          />
        )}
      </Group>
      <OpenCase
        opened={opening}
        subject={{ personId: person.personId, contactPointIds: [...chosen] }}
        onClose={() => {
          setOpening(false);
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
  const describe = useDescription();
  const tick = (id: string, on: boolean) => {
    onChosen(on ? [...chosen, id] : chosen.filter((other) => other !== id));
  };
  return (
    <Stack gap="sm" role="group" aria-label={t('find.points')}>
      <Title order={3}>{t('find.points')}</Title>
      <Text size="sm" c="dimmed">
        {t('find.pointsText')}
      </Text>
      {person.contactPoints.map((point) => {
        const { id, value } = point;
        return (
          <Checkbox
            key={id}
            checked={chosen.includes(id)}
            label={value}
            description={describe(point)}
            onChange={(event) => {
              tick(id, event.currentTarget.checked);
            }}
          />
        );
      })}
    </Stack>
  );
}

/** How a contact point is known to be the person's, how sure, from when to when, and who else has it. */
function useDescription(): (point: http.FoundPerson['contactPoints'][number]) => string {
  const { t } = useTranslation('protect');
  const { t: own } = useTranslation('identity');
  const { word } = useWords();
  const format = useFormat();
  return ({ evidence, confidence, from, to, sharedWith, shared }) =>
    [
      t('find.evidence', { evidence: word('evidence', evidence) }),
      ...(confidence === null ? [] : [own('find.sure', { confidence })]),
      ...(from ? [own('find.since', { from: format.date(from) })] : []),
      ...(to ? [own('find.until', { to: format.date(to) })] : []),
      ...(sharedWith > 0 ? [t('find.shared', { count: sharedWith })] : []),
      ...(shared ? [own('find.marked')] : []),
    ].join(' · ');
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
