import { Alert, Button, Center, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, callForFile } from '../api/client.ts';
import { saveFile } from '../ui/csv.ts';

/** Where a person without an account fetches the answer to a request: by the link and the passphrase that was told to them. */
export function DeliveryCollectPage() {
  const { t } = useTranslation('report');
  const [passphrase, setPassphrase] = useState('');
  const token = window.location.hash.slice(1);
  useEffect(() => {
    document.title = `${t('delivery.collect.title')} · Voxkeep`;
  }, [t]);
  const collect = useMutation({
    mutationFn: async () => {
      const body = { token, passphrase };
      saveFile('personal-data.zip', await callForFile('data-protection', 'collect', { method: 'POST', body }));
    },
  });
  const wrong = collect.error instanceof ApiProblem && collect.error.status === 422;
  const over = collect.isError && !wrong;
  return (
    <Center component="main" mih="100vh" p="lg">
      <Paper p="xl" maw={480} w="100%">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            collect.mutate();
          }}
        >
          <Stack>
            <Title order={1}>{t('delivery.collect.title')}</Title>
            <Text size="sm">{t('delivery.collect.text')}</Text>
            {over && (
              <Alert role="alert" color="red" variant="outline" title={t('delivery.collect.overTitle')}>
                <Text size="sm">{t(textOf(collect.error))}</Text>
              </Alert>
            )}
            {collect.isSuccess && (
              <Alert role="status" color="green" variant="outline" title={t('delivery.collect.doneTitle')}>
                <Text size="sm">{t('delivery.collect.done')}</Text>
              </Alert>
            )}
            <TextInput
              label={t('delivery.collect.passphrase')}
              description={t('delivery.collect.passphraseText')}
              required
              autoComplete="off"
              spellCheck={false}
              value={passphrase}
              error={wrong ? t('delivery.collect.wrong') : undefined}
              onChange={(event) => {
                setPassphrase(event.currentTarget.value);
              }}
            />
            <Button type="submit" loading={collect.isPending} disabled={passphrase === '' || collect.isSuccess}>
              {t('delivery.collect.submit')}
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}

function textOf(error: Error): 'delivery.collect.unreachable' | 'delivery.collect.over' {
  const gone = error instanceof ApiProblem && (error.status === 404 || error.status === 410);
  return gone ? 'delivery.collect.over' : 'delivery.collect.unreachable';
}
