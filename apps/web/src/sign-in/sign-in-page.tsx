import { Alert, Button, Center, Code, Paper, PasswordInput, PinInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { ApiProblem, call } from '../api/client.ts';
import { useSession } from '../session/session.tsx';
import { SecondFactorCode } from './second-factor-code.tsx';

/** The way in, one step after the other as the server's session stands: password, own password, second factor. */
export function SignInPage() {
  const { session } = useSession();
  const stage = session?.stage;
  return (
    <Center component="main" mih="100vh" p="lg">
      <Paper p="xl" w={400} maw="100%">
        {stage === 'password' && <ChangePassword />}
        {stage === 'enrol' && <Enrol />}
        {stage === 'verify' && <Verify />}
        {(stage === undefined || stage === 'full') && <Credentials />}
      </Paper>
    </Center>
  );
}

function Step({ title, text, children }: { readonly title: string; readonly text?: string; readonly children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Voxkeep`;
  }, [title]);
  return (
    <Stack gap="lg">
      <Title order={1}>{title}</Title>
      {text && <Text size="sm">{text}</Text>}
      {children}
    </Stack>
  );
}

function Credentials() {
  const { t } = useTranslation();
  const { renew } = useSession();
  const [refused, setRefused] = useState<string>();
  const form = useForm({ initialValues: { login: '', password: '' }, validate: { login: (v) => (v ? null : t('field.required')), password: (v) => (v ? null : t('field.required')) } });
  const submit = form.onSubmit(async (values) => {
    try {
      await call('configurator', 'sign-in', http.stageAnswer, { method: 'POST', body: values });
      await renew();
    } catch (thrown) {
      setRefused(t(refusalText(thrown)));
      form.setFieldValue('password', '');
    }
  });
  return (
    <Step title={t('signIn.title')}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {refused && <Alert role="alert" color="red" variant="outline">{refused}</Alert>}
          <TextInput label={t('signIn.login')} autoComplete="username" autoFocus {...form.getInputProps('login')} />
          <PasswordInput label={t('signIn.password')} autoComplete="current-password" {...form.getInputProps('password')} />
          <Button type="submit" loading={form.submitting}>{t('signIn.submit')}</Button>
        </Stack>
      </form>
    </Step>
  );
}

function refusalText(thrown: unknown): 'signIn.wrong' | 'signIn.tooMany' | 'signIn.unreachable' {
  if (!(thrown instanceof ApiProblem)) return 'signIn.unreachable';
  if (thrown.status === 401 || thrown.status === 422) return 'signIn.wrong';
  return thrown.status === 429 ? 'signIn.tooMany' : 'signIn.unreachable';
}

function ChangePassword() {
  const { t } = useTranslation();
  const { renew } = useSession();
  const form = useForm({
    initialValues: { newPassword: '', repeated: '' },
    validate: { newPassword: (v) => (v.length >= 8 ? null : t('signIn.weak')), repeated: (v, all) => (v === all.newPassword ? null : t('signIn.repeatDiffers')) },
  });
  const submit = form.onSubmit(async ({ newPassword }) => {
    try {
      await call('configurator', 'sign-in/password', http.stageAnswer, { method: 'POST', body: { newPassword } });
      await renew();
    } catch {
      form.setFieldError('newPassword', t('signIn.weak'));
    }
  });
  return (
    <Step title={t('signIn.changeTitle')} text={t('signIn.changeText')}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <PasswordInput label={t('signIn.newPassword')} autoComplete="new-password" autoFocus {...form.getInputProps('newPassword')} />
          <PasswordInput label={t('signIn.repeatPassword')} autoComplete="new-password" {...form.getInputProps('repeated')} />
          <Button type="submit" loading={form.submitting}>{t('signIn.changeSubmit')}</Button>
          <Leave />
        </Stack>
      </form>
    </Step>
  );
}

function Enrol() {
  const { t } = useTranslation();
  const enrolment = useQuery({ queryKey: ['enrolment'], queryFn: ({ signal }) => call('configurator', 'sign-in/enrolment', http.enrolmentAnswer, { method: 'POST', body: {}, signal }), staleTime: Infinity, gcTime: 0 });
  return (
    <Step title={t('signIn.enrolTitle')} text={t('signIn.enrolText')}>
      {enrolment.data && (
        <Stack align="center" gap="sm">
          <SecondFactorCode uri={enrolment.data.uri} label={t('signIn.qr')} />
          <Text size="sm">
            {t('signIn.enrolSecret')}: <Code data-testid="secret">{enrolment.data.secret}</Code>
          </Text>
        </Stack>
      )}
      <SixDigits />
    </Step>
  );
}

function Verify() {
  const { t } = useTranslation();
  return (
    <Step title={t('signIn.verifyTitle')} text={t('signIn.verifyText')}>
      <SixDigits />
    </Step>
  );
}

function SixDigits() {
  const { t } = useTranslation();
  const { renew } = useSession();
  const [code, setCode] = useState('');
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  const send = async (digits: string) => {
    setBusy(true);
    try {
      await call('configurator', 'sign-in/second-factor', http.stageAnswer, { method: 'POST', body: { code: digits } });
      await renew();
    } catch {
      setWrong(true);
      setCode('');
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => { event.preventDefault(); void send(code); }}>
      <Stack>
        {wrong && <Alert role="alert" color="red" variant="outline">{t('signIn.codeWrong')}</Alert>}
        <PinInput length={6} type="number" oneTimeCode autoFocus aria-label={t('signIn.code')} value={code} onChange={setCode} onComplete={(digits) => void send(digits)} disabled={busy} />
        <Button type="submit" loading={busy} disabled={code.length < 6}>{t('signIn.codeSubmit')}</Button>
        <Leave />
      </Stack>
    </form>
  );
}

function Leave() {
  const { t } = useTranslation();
  const { renew } = useSession();
  const leave = async () => {
    await call('configurator', 'sign-out', z.unknown(), { method: 'POST', body: {} });
    await renew();
  };
  return <Button variant="subtle" onClick={() => void leave()}>{t('signIn.cancel')}</Button>;
}
