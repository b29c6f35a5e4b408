import { Group, Text } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';

export type Tone = 'good' | 'warn' | 'bad' | 'calm';

/** A state as word, icon and colour; never colour alone. */
export function Mark({ Icon, tone, children }: { readonly Icon: Icon; readonly tone: Tone; readonly children: string }) {
  const color = `var(--outcome-${tone})`;
  return (
    <Group className="mark" gap={6} wrap="nowrap" c={color} component="span" display="inline-flex">
      <Icon size={16} aria-hidden />
      <Text size="sm" c={color} fw={500} component="span">
        {children}
      </Text>
    </Group>
  );
}
