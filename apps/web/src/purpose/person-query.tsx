import { Button, Group, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-words.ts';
import { schemaErrors } from '../ui/field-errors.ts';
import { PurposeFields, usePurpose, type StatedPurpose } from './purpose-fields.tsx';

/** What is looked for, and why. Sent in a body; it never stands in an address. */
export type Query = { readonly purpose: StatedPurpose } & ({ readonly phone: string } | { readonly email: string });

interface PersonQueryProps {
  readonly submit: string;
  readonly busy: boolean;
  /** What the server said about `phone`, `email` or `purpose`. */
  readonly faults: Readonly<Record<string, string>>;
  readonly onAsked: (query: Query) => void;
}

/** Looks for a person by phone number or e-mail address, under a purpose. */
export function PersonQuery({ submit, busy, faults, onAsked }: PersonQueryProps) {
  const { t } = useTranslation('protect');
  const { fault } = useWords();
  const [by, setBy] = useState<'phone' | 'email'>('phone');
  const [value, setValue] = useState('');
  const [own, setOwn] = useState<Readonly<Record<string, string>>>({});
  const purpose = usePurpose();
  const ask = () => {
    const query = { [by]: value.trim(), purpose: purpose.stated };
    const wrong = schemaErrors(http.findBody, query, fault);
    setOwn(wrong);
    if (Object.keys(wrong).length === 0) onAsked(query as Query);
  };
  const said = { ...faults, ...own };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <Stack gap="sm" maw={560}>
        <SegmentedControl
          aria-label={t('find.by')}
          value={by}
          onChange={(chosen) => {
            setBy(chosen === 'email' ? 'email' : 'phone');
            setValue('');
            setOwn({});
          }}
          data={[
            { value: 'phone', label: t('find.phone') },
            { value: 'email', label: t('find.email') },
          ]}
        />
        <TextInput
          label={t(`find.${by}`)}
          required
          type={by === 'phone' ? 'tel' : 'email'}
          autoComplete="off"
          description={by === 'phone' ? t('find.phoneHint') : undefined}
          error={said[by] ?? (by === 'email' ? said['phone'] : undefined)}
          value={value}
          onChange={(event) => {
            setValue(event.currentTarget.value);
          }}
        />
        <PurposeFields draft={purpose} fault={said['purpose'] ?? said['purpose.code']} />
        <Group>
          <Button type="submit" loading={busy}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
