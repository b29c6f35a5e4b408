import { IconBan, IconClockHour4, IconPlayerRecord, IconPlayerStop, IconTrash, type Icon } from '@tabler/icons-react';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { Mark, type Tone } from '../ui/mark.tsx';

type Grant = Pick<http.DiagnosticGrantRow, 'state' | 'scopeKind' | 'scopeName'>;

const looks: Readonly<Record<Grant['state'], { readonly Icon: Icon; readonly tone: Tone }>> = {
  requested: { Icon: IconClockHour4, tone: 'warn' },
  refused: { Icon: IconBan, tone: 'calm' },
  open: { Icon: IconPlayerRecord, tone: 'bad' },
  ended: { Icon: IconPlayerStop, tone: 'calm' },
  shredded: { Icon: IconTrash, tone: 'calm' },
};

/** The state of a request as word and icon. */
export function GrantState({ state }: Pick<Grant, 'state'>) {
  const { t } = useTranslation('diagnostics');
  return <Mark {...looks[state]}>{t(`states.${state}`)}</Mark>;
}

/** What a request covers: its kind, and the name of a trunk. It names no person. */
export function GrantScope({ scopeKind, scopeName }: Pick<Grant, 'scopeKind' | 'scopeName'>) {
  const { t } = useTranslation('diagnostics');
  return <>{scopeName === null ? t(`scopes.${scopeKind}`) : `${t(`scopes.${scopeKind}`)}: ${scopeName}`}</>;
}
