import { Group, Stack, Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';

interface PageProps {
  readonly title: string;
  /** The one primary action of the page, on the right. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** A page: its title names the document and takes the focus on arrival, so that a screen reader says where it is. */
export function Page({ title, action, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Voxkeep`;
  }, [title]);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <Stack gap="lg">
      <Group justify="space-between" wrap="nowrap">
        <Title order={1} ref={heading} tabIndex={-1}>{title}</Title>
        {action}
      </Group>
      {children}
    </Stack>
  );
}
