import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../ui/use-format.ts';
import type { ReportRow } from './figures.ts';

const rowHeight = 26;
const nameShare = 22;
const barShare = 66;

/** One bar per group, its kept part in the accent. The table below holds the same figures. */
export function BarChart({ rows }: { readonly rows: readonly ReportRow[] }) {
  const { t } = useTranslation('work');
  const format = useFormat();
  const most = Math.max(1, ...rows.map((row) => row.contacts));
  const width = (count: number) => `${String((count / most) * barShare)}%`;
  return (
    <div>
      <svg role="img" aria-label={t('reports.chart')} width="100%" height={rows.length * rowHeight}>
        {rows.map((row, index) => (
          <g key={row.group} fontSize={12} fill="var(--mantine-color-text)">
            <text x="0" y={index * rowHeight + 17}>
              {shortened(row.group)}
            </text>
            <rect
              x={`${String(nameShare)}%`}
              y={index * rowHeight + 4}
              width={width(row.contacts)}
              height={18}
              fill="var(--chart-rest)"
            />
            <rect
              x={`${String(nameShare)}%`}
              y={index * rowHeight + 4}
              width={width(row.kept)}
              height={18}
              fill="var(--accent-mark)"
            />
            <text x={`${String(nameShare + (row.contacts / most) * barShare)}%`} dx={6} y={index * rowHeight + 17}>
              {format.number(row.contacts)}
            </text>
          </g>
        ))}
      </svg>
      <Group gap="lg" aria-hidden>
        <Key fill="var(--accent-mark)" name={t('reports.chartKept')} />
        <Key fill="var(--chart-rest)" name={t('reports.chartOther')} />
      </Group>
    </div>
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

function shortened(name: string): string {
  return name.length > 24 ? `${name.slice(0, 23)}…` : name;
}
