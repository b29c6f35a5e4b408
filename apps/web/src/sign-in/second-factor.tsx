import { Alert, Button, Code, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { ApiProblem, call } from '../api/client.ts';
import { useSession } from '../session/session.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { signInRefusal } from './refusals.ts';
import { SecondFactorCode } from './second-factor-code.tsx';
import { Leave, Step } from './step.tsx';

/** The first code of a new factor is answered with codes for the day it is lost. */
const takenAnswer = http.stageAnswer.extend({ recoveryCodes: z.array(z.string()).default([]) });

/** Sets up the second factor: the secret as a drawing and as text, then the first code as proof. */
export function Enrol() {
  const { t } = useTranslation();
  const enrolment = useQuery({
    queryKey: ['enrolment'],
    queryFn: ({ signal }) =>
      call('configurator', 'sign-in/enrolment', http.enrolmentAnswer, { method: 'POST', body: {}, signal }),
    staleTime: Infinity,
    gcTime: 0,
  });
  const isMaking = enrolment.isFetching && !enrolment.data;
  return (
    <Step title={t('signIn.enrolTitle')} text={t('signIn.enrolText')}>
      {isMaking && <Loading />}
      {enrolment.isError && !isMaking && <Failed error={enrolment.error} retry={() => void enrolment.refetch()} />}
      {enrolment.data && (
        <Stack align="center" gap="sm">
          <SecondFactorCode uri={enrolment.data.uri} label={t('signIn.qr')} />
          <Text size="sm" ta="center">
            {t('signIn.enrolSecret')}: <Code data-testid="secret">{enrolment.data.secret}</Code>
          </Text>
        </Stack>
      )}
      <SixDigits />
    </Step>
  );
}

/** Asks for the code of the second factor. */
export function Verify() {
  const { t } = useTranslation();
  return (
    <Step title={t('signIn.verifyTitle')} text={t('signIn.verifyText')}>
      <SixDigits />
    </Step>
  );
}

function SixDigits() {
  const { t } = useTranslation();
  const { renew, showRecoveryCodes } = useSession();
  const [code, setCode] = useState('');
  const [short, setShort] = useState(false);
  const send = useMutation({
    mutationFn: () => call('configurator', 'sign-in/second-factor', takenAnswer, { method: 'POST', body: { code } }),
    onSuccess: ({ recoveryCodes }) => {
      showRecoveryCodes(recoveryCodes);
      return renew();
    },
    onError: () => {
      setCode('');
    },
  });
  const submit = () => {
    setShort(code.length < 6);
    if (code.length === 6) send.mutate();
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack>
        {send.isError && (
          <Alert role="alert" color="red" variant="outline">
            {refusal(send.error)}
          </Alert>
        )}
        <TextInput
          label={t('signIn.code')}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          maxLength={6}
          error={short && t('signIn.codeShort')}
          value={code}
          onChange={(event) => {
            setCode(event.currentTarget.value.replace(/\D/g, ''));
          }}
        />
        <Button type="submit" loading={send.isPending}>
          {t('signIn.codeSubmit')}
        </Button>
        <Leave />
      </Stack>
    </form>
  );

  function refusal(error: unknown): string {
    const why = error instanceof ApiProblem ? signInRefusal(error) : 'unreachable';
    return why === 'wrong' ? t('signIn.codeWrong') : t(`signIn.${why}`);
  }
}
