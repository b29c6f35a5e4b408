import { Group, Stack, Text } from '@mantine/core';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../ui/use-format.ts';

const rowHeight = 24;
const nameShare = 10;
const barShare = 76;

/** One bar per year, what goes in the accent. */
export function AgesChart({ line }: { readonly line: http.RehearsalLine }) {
  const { t } = useTranslation('retention');
  const { t: protect } = useTranslation('protect');
  const format = useFormat();
  const most = Math.max(1, ...line.ages.map(({ total }) => total));
  const width = (count: number) => `${String((count / most) * barShare)}%`;
  const name = t('rehearsal.ages', {
    name: t(`classes.${line.class as 'contact'}`),
    database: protect(`databases.${line.store as 'operative'}`),
  });
  const spoken = line.ages.map(({ year, total, due }) => `${String(year)}: ${format.number(due)} / ${format.number(total)}`);
  return (
    <Stack gap={4}>
      <Text size="sm" fw={500}>
        {name}
      </Text>
      <svg role="img" aria-label={`${name}. ${spoken.join('; ')}`} width="100%" height={line.ages.length * rowHeight}>
        {line.ages.map(({ year, total, due }, index) => (
          <g key={year} fontSize={12} fill="var(--mantine-color-text)">
            <text x="0" y={index * rowHeight + 16}>
              {year}
            </text>
            <rect
              x={`${String(nameShare)}%`}
              y={index * rowHeight + 3}
              width={width(total)}
              height={16}
              fill="var(--chart-rest)"
            />
            <rect
              x={`${String(nameShare)}%`}
              y={index * rowHeight + 3}
              width={width(due)}
              height={16}
              fill="var(--accent-mark)"
            />
            <text x={`${String(nameShare + (total / most) * barShare)}%`} dx={6} y={index * rowHeight + 16}>
              {format.number(total)}
            </text>
          </g>
        ))}
      </svg>
      <Group gap="lg" aria-hidden>
        <Key fill="var(--accent-mark)" name={t('rehearsal.agesGo')} />
        <Key fill="var(--chart-rest)" name={t('rehearsal.agesStay')} />
      </Group>
    </Stack>
  );
}

function Key({ fill, name }: { readonly fill: string; readonly name: string }) {
  return (
    <Group gap={6}>
      <svg width={12} height={12}>
        <rect width={12} height={12} fill={fill} />
      </svg>
      <Text size="xs">{name}</Text>
    </Group>
  );
}
