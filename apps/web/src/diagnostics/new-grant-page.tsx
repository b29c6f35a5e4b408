import { Alert, Button, Group, NumberInput, Radio, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { http, purposeCodes, type PurposeCode } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { useWords } from '../i18n/use-words.ts';
import { fieldErrors, schemaErrors } from '../ui/field-errors.ts';
import { AnchorLink } from '../ui/links.tsx';
import { Page } from '../ui/page.tsx';
import { useSay } from '../ui/say.ts';
import { Refused } from '../ui/states.tsx';
import { contactIdIn } from './contact-reference.ts';
import { NumberChoice } from './number-choice.tsx';

type ScopeKind = (typeof http.diagnosticScopeKinds)[number];
const kinds = ['contact-point', 'contact', 'trunk'] as const;

/** Asks to write down communications: of what, why, how long. Nothing begins before somebody else has approved it. */
export function NewGrantPage() {
  const { t } = useTranslation('diagnostics');
  const { t: common } = useTranslation();
  const { fault } = useWords();
  const [scopeKind, setKind] = useState<ScopeKind>('contact-point');
  const [scope, setScope] = useState<string>();
  const [purpose, setPurpose] = useState<PurposeCode | null>('technical-support');
  const [reason, setReason] = useState('');
  const [hours, setHours] = useState<string | number>(4);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const request = useRequest();
  const scopeId = scopeKind === 'contact' ? contactIdIn(scope ?? '') : scope;
  const submit = () => {
    const body = { scopeKind, scopeId: scopeId ?? '', purpose, reason, minutes: Number(hours) * 60 };
    const faults = schemaErrors(http.diagnosticGrantBody, body, fault);
    setErrors(faults);
    if (Object.keys(faults).length > 0) return;
    request.mutate(body, {
      onError: (error) => {
        setErrors(fieldErrors(error, fault));
      },
    });
  };
  return (
    <Page title={t('new.title')} parent={<AnchorLink to="/protect/diagnostic-log">{t('title')}</AnchorLink>}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack maw={560}>
          <Alert color="yellow" variant="outline" icon={<IconAlertTriangle size={18} aria-hidden />}>
            {t('new.warning')}
          </Alert>
          <Refused error={request.error} />
          <Radio.Group
            label={t('new.scopeKind')}
            required
            value={scopeKind}
            onChange={(value) => {
              setKind(value);
              setScope(undefined);
              setErrors({});
            }}
          >
            <Stack gap="xs" mt="xs">
              {kinds.map((kind) => (
                <Radio key={kind} value={kind} label={t(`scopes.${kind}`)} />
              ))}
            </Stack>
          </Radio.Group>
          {scopeKind === 'contact-point' && <NumberChoice chosen={scope} onChoose={setScope} fault={errors['scopeId']} />}
          {scopeKind === 'trunk' && <TrunkChoice chosen={scope} onChoose={setScope} fault={errors['scopeId']} />}
          {scopeKind === 'contact' && (
            <TextInput
              label={t('new.contact')}
              description={t('new.contactHint')}
              required
              autoComplete="off"
              error={errors['scopeId'] && t('new.contactBad')}
              value={scope ?? ''}
              onChange={(event) => {
                setScope(event.currentTarget.value);
              }}
            />
          )}
          <Select
            label={t('new.purpose')}
            required
            allowDeselect={false}
            error={errors['purpose']}
            value={purpose}
            onChange={setPurpose}
            data={purposeCodes.map((value) => ({ value, label: common(`purpose.codes.${value}`) }))}
          />
          <Textarea
            label={t('new.reason')}
            description={t('new.reasonHint')}
            required
            maxLength={500}
            autosize
            minRows={3}
            error={errors['reason']}
            value={reason}
            onChange={(event) => {
              setReason(event.currentTarget.value);
            }}
          />
          <NumberInput
            label={t('new.hours')}
            description={t('new.hoursHint')}
            required
            min={1}
            max={24}
            allowDecimal={false}
            error={errors['minutes']}
            value={hours}
            onChange={setHours}
          />
          <Group>
            <Button type="submit" loading={request.isPending}>
              {t('new.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}

interface TrunkChoiceProps {
  readonly chosen: string | undefined;
  readonly onChoose: (id: string | undefined) => void;
  readonly fault: string | undefined;
}

function TrunkChoice({ chosen, onChoose, fault }: TrunkChoiceProps) {
  const { t } = useTranslation('diagnostics');
  const trunks = useQuery({
    queryKey: ['choices', 'trunks'],
    queryFn: ({ signal }) => call('configurator', 'trunks', z.array(http.trunkRow), { signal }),
  });
  return (
    <Select
      label={t('new.trunk')}
      required
      error={fault}
      value={chosen ?? null}
      onChange={(value) => {
        onChoose(value ?? undefined);
      }}
      data={(trunks.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}

function useRequest() {
  const { t } = useTranslation('diagnostics');
  const say = useSay();
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (body: object) => call('configurator', 'diagnostic-grants', http.created, { method: 'POST', body }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['diagnostic-grants'] });
      say(t('new.requested'));
      await navigate({ to: '/protect/diagnostic-log/$id', params: { id }, replace: true });
    },
  });
}
