import { Button, Group, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-words.ts';
import { schemaErrors } from '../ui/field-errors.ts';
import { PurposeFields, usePurpose, type StatedPurpose } from './purpose-fields.tsx';

type Way = 'phone' | 'email' | 'name' | 'employee';
const types: Readonly<Record<Way, string>> = { phone: 'tel', email: 'email', name: 'text', employee: 'text' };
/** What is looked for, and why. Sent in a body; it never stands in an address. */
export type PersonSearchBody = { readonly purpose: StatedPurpose } & Partial<Record<Way, string>>;

interface PersonSearchProps {
  /** What may be looked for, the first one chosen. */
  readonly ways: readonly [Way, ...Way[]];
  readonly submit: string;
  readonly busy: boolean;
  readonly faults: Readonly<Record<string, string>>;
  readonly onAsked: (body: PersonSearchBody) => void;
}

/** Looks for a person by number, address or name, or for a member of staff, under a purpose. */
export function PersonSearch({ ways, submit, busy, faults, onAsked }: PersonSearchProps) {
  const { t } = useTranslation('protect');
  const { fault } = useWords();
  const [by, setBy] = useState<Way>(ways[0]);
  const [value, setValue] = useState('');
  const [own, setOwn] = useState<Readonly<Record<string, string>>>({});
  const purpose = usePurpose();
  const ask = () => {
    const body = { [by]: value.trim(), purpose: purpose.stated };
    const wrong = schemaErrors(http.findBody, body, fault);
    setOwn(wrong);
    if (Object.keys(wrong).length === 0) onAsked(body as PersonSearchBody);
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
            setBy(ways.find((way) => way === chosen) ?? ways[0]);
            setValue('');
            setOwn({});
          }}
          data={ways.map((way) => ({ value: way, label: t(`find.${way}`) }))}
        />
        <TextInput
          label={t(`find.${by}`)}
          required
          type={types[by]}
          autoComplete="off"
          description={by === 'email' ? undefined : t(`find.${by}Hint`)}
          error={said[by] ?? said['phone']}
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
