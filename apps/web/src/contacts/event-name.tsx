import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-words.ts';
import { AnchorLink } from '../ui/links.tsx';

/** What happened, with a link where another contact has part in it. */
export function EventName({ event: { kind, contactId } }: { readonly event: http.ContactDetail['events'][number] }) {
  const { t } = useTranslation('contacts');
  const { word } = useWords();
  if (contactId === null) return word('event', kind);
  return (
    <>
      {word('event', kind)}{' '}
      <AnchorLink to="/contacts/$id" params={{ id: contactId }} size="sm">
        {t('detail.otherContact')}
      </AnchorLink>
    </>
  );
}
