import { Button, Group, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { Block } from '../ui/block.tsx';
import { Rows } from '../ui/rows.tsx';
import { Refused } from '../ui/states.tsx';

type Trunk = http.ComplianceRegister['plainTrunks'][number];

/** Trunks whose signalling is not encrypted: each needs a written reason and a day on which that ends. */
export function PlainTrunks({
  trunks,
  onChanged,
}: {
  readonly trunks: readonly Trunk[];
  readonly onChanged: () => Promise<void>;
}) {
  const { t } = useTranslation('registers');
  return (
    <Block title={t('plain.title')}>
      {trunks.length === 0 ? (
        <Text size="sm">{t('plain.none')}</Text>
      ) : (
        <Rows
          caption={t('plain.title')}
          head={[t('plain.trunk'), t('plain.transport'), t('compliance.state'), t('plain.explanation')]}
          minWidth={760}
          rows={trunks.map((trunk) => [
            ...[trunk.name, trunk.transport.toUpperCase(), t(`plain.states.${trunk.state}`)],
            <Explanation key={`${trunk.trunkId}-${trunk.expiresOn ?? ''}`} trunk={trunk} onChanged={onChanged} />,
          ])}
        />
      )}
    </Block>
  );
}

function Explanation({ trunk, onChanged }: { readonly trunk: Trunk; readonly onChanged: () => Promise<void> }) {
  const { t } = useTranslation('registers');
  const { t: common } = useTranslation();
  const [reason, setReason] = useState(trunk.reason ?? '');
  const [expiresOn, setExpiresOn] = useState(trunk.expiresOn ?? '');
  const save = useMutation({
    mutationFn: () =>
      call('configurator', `compliance/plain-trunks/${trunk.trunkId}`, z.unknown(), {
        method: 'PUT',
        body: { reason, expiresOn },
      }),
    onSuccess: onChanged,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Refused error={save.error} />
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <TextInput
          required
          label={t('plain.reason')}
          value={reason}
          onChange={(event) => {
            setReason(event.currentTarget.value);
          }}
        />
        <TextInput
          required
          type="date"
          label={t('plain.until')}
          value={expiresOn}
          onChange={(event) => {
            setExpiresOn(event.currentTarget.value);
          }}
        />
        <Button type="submit" variant="default" loading={save.isPending}>
          {common('action.save')}
        </Button>
      </Group>
    </form>
  );
}
