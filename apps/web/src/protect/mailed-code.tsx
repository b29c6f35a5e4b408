import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { Refused } from '../ui/states.tsx';

interface MailedCodeProps {
  readonly caseId: string;
  readonly points: http.VerificationView['points'];
  readonly busy: boolean;
  readonly onTyped: (contactPointId: string, code: string) => void;
}

/** Sends a code to an address that was known before, and takes what the person reads out. Nothing for a person without such an address. */
export function MailedCode({ caseId, points, busy, onTyped }: MailedCodeProps) {
  const { t } = useTranslation('identity');
  const send = useMutation({
    mutationFn: (contactPointId: string) =>
      call('data-protection', `cases/${caseId}/verification/code`, http.sendCodeAnswer, {
        method: 'POST',
        body: { contactPointId },
      }),
  });
  const addresses = points.filter(({ kind, countsFor }) => kind === 'email' && countsFor === 'eligible');
  if (addresses.length === 0) return null;
  return (
    <Stack gap="xs">
      <Title order={3}>{t('code.title')}</Title>
      <Text size="sm">{t('code.text')}</Text>
      <Refused error={send.error} />
      <Group>
        {addresses.map(({ id, masked }) => (
          <Button
            key={id}
            variant="default"
            loading={send.isPending && send.variables === id}
            disabled={send.isPending}
            onClick={() => {
              send.mutate(id);
            }}
          >
            {t('code.send', { address: masked })}
          </Button>
        ))}
      </Group>
      <Text size="sm" role="status">
        {send.data ? t(`code.outcomes.${send.data.outcome}`) : ''}
      </Text>
      {send.data?.outcome === 'sent' && (
        <Typed
          busy={busy}
          onTyped={(code) => {
            if (send.variables) onTyped(send.variables, code);
          }}
        />
      )}
    </Stack>
  );
}

function Typed({ busy, onTyped }: { readonly busy: boolean; readonly onTyped: (code: string) => void }) {
  const { t } = useTranslation('identity');
  const [code, setCode] = useState('');
  const digits = code.replace(/\s/g, '');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (/^\d{8}$/.test(digits)) onTyped(digits);
      }}
    >
      <Group align="end" gap="sm">
        <TextInput
          label={t('code.typed')}
          inputMode="numeric"
          autoComplete="off"
          maxLength={11}
          value={code}
          onChange={(event) => {
            setCode(event.currentTarget.value);
          }}
        />
        <Button type="submit" variant="default" loading={busy} disabled={!/^\d{8}$/.test(digits)}>
          {t('verify.check')}
        </Button>
      </Group>
    </form>
  );
}
