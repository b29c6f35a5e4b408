import { AnchorLink } from '../ui/links.tsx';
import { useSession } from './session.tsx';

interface ContactLinkProps {
  readonly id: string;
  readonly children: string;
  /** What those read who may not open a contact; the same words unless said otherwise, and never its id. */
  readonly otherwise?: string;
}

/** Leads to a contact whoever may open one; others are not led to a page that refuses them. */
export function ContactLink({ id, children, otherwise = children }: ContactLinkProps) {
  const { opens } = useSession();
  if (!opens('/contacts')) return <>{otherwise}</>;
  return (
    <AnchorLink to="/contacts/$id" params={{ id }}>
      {children}
    </AnchorLink>
  );
}
