import { Alert, Box, Button, Center, Paper, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { useWords } from '../i18n/use-words.ts';
import { LanguageChoice } from '../i18n/language-menu.tsx';
import { useSession } from '../session/session.tsx';
import { passwordFault, signInRefusal, type SignInRefusal } from './refusals.ts';
import { Enrol, Verify } from './second-factor.tsx';
import { Leave, Step } from './step.tsx';
import { focusFirst } from '../ui/focus-first.ts';

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
        <Box mt="lg">
          <LanguageChoice />
        </Box>
      </Paper>
    </Center>
  );
}

function Credentials() {
  const { t } = useTranslation();
  const { renew } = useSession();
  const { fault } = useWords();
  const [refused, setRefused] = useState<SignInRefusal>();
  const required = (value: string) => (value ? null : fault('required'));
  const form = useForm({ initialValues: { login: '', password: '' }, validate: { login: required, password: required } });
  const submit = form.onSubmit(async (values) => {
    try {
      await call('configurator', 'sign-in', http.stageAnswer, { method: 'POST', body: values });
      await renew();
    } catch (thrown) {
      setRefused(signInRefusal(thrown));
      form.setFieldValue('password', '');
    }
  }, focusFirst(form));
  return (
    <Step title={t('signIn.title')}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {refused && (
            <Alert role="alert" color="red" variant="outline">
              {t(`signIn.${refused}`)}
            </Alert>
          )}
          <TextInput
            label={t('signIn.login')}
            autoComplete="username"
            autoCapitalize="none"
            autoFocus
            {...form.getInputProps('login')}
          />
          <PasswordInput
            label={t('signIn.password')}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword'), 'aria-hidden': false, tabIndex: 0 }}
            {...form.getInputProps('password')}
          />
          <Button type="submit" loading={form.submitting}>
            {t('signIn.submit')}
          </Button>
        </Stack>
      </form>
    </Step>
  );
}

function ChangePassword() {
  const { t } = useTranslation();
  const { renew } = useSession();
  const [unreachable, setUnreachable] = useState(false);
  const form = useForm({
    initialValues: { newPassword: '', repeated: '' },
    validate: {
      newPassword: (value) => (value.length >= 8 ? null : t('signIn.faults.too-short')),
      repeated: (value, all) => (value === all.newPassword ? null : t('signIn.repeatDiffers')),
    },
  });
  const submit = form.onSubmit(async ({ newPassword }) => {
    setUnreachable(false);
    try {
      await call('configurator', 'sign-in/password', http.stageAnswer, { method: 'POST', body: { newPassword } });
      await renew();
    } catch (thrown) {
      const fault = passwordFault(thrown);
      if (fault) form.setFieldError('newPassword', t(`signIn.faults.${fault}`));
      else if (signInRefusal(thrown) === 'wrong') form.setFieldError('newPassword', t('signIn.weak'));
      else setUnreachable(true);
    }
  }, focusFirst(form));
  const toggle = { 'aria-label': t('signIn.showPassword'), 'aria-hidden': false, tabIndex: 0 };
  return (
    <Step title={t('signIn.changeTitle')} text={t('signIn.changeText')}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {unreachable && (
            <Alert role="alert" color="red" variant="outline">
              {t('signIn.unreachable')}
            </Alert>
          )}
          <PasswordInput
            label={t('signIn.newPassword')}
            autoComplete="new-password"
            autoFocus
            visibilityToggleButtonProps={toggle}
            {...form.getInputProps('newPassword')}
          />
          <PasswordInput
            label={t('signIn.repeatPassword')}
            autoComplete="new-password"
            visibilityToggleButtonProps={toggle}
            {...form.getInputProps('repeated')}
          />
          <Button type="submit" loading={form.submitting}>
            {t('signIn.changeSubmit')}
          </Button>
          <Leave />
        </Stack>
      </form>
    </Step>
  );
}
