import { Breadcrumbs, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface PageProps {
  readonly title: string;
  /** The link to the list that this page is a part of. */
  readonly parent?: ReactNode;
  /** The one primary action of the page, on the right. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** A page: its title names the document and takes the focus on arrival, so that a screen reader says where it is. */
export function Page({ title, parent, action, children }: PageProps) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Voxkeep`;
  }, [title]);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <Stack gap="lg">
      <Stack gap={0}>
        {parent && (
          <nav aria-label={t('crumbs')}>
            <Breadcrumbs separatorMargin="xs">
              {parent}
              <Text size="sm" c="dimmed" aria-current="page">
                {title}
              </Text>
            </Breadcrumbs>
          </nav>
        )}
        <Group justify="space-between" wrap="nowrap" mih={36}>
          <Title order={1} ref={heading} tabIndex={-1}>
            {title}
          </Title>
          {action}
        </Group>
      </Stack>
      {children}
    </Stack>
  );
}
