import { pageRights } from '../shell/menus.ts';
import { AnchorLink } from '../ui/links.tsx';
import { useSession } from './session.tsx';

/** Leads to a contact whoever may open one; others read which it is, and are not led to a page that refuses them. */
export function ContactLink({ id, children }: { readonly id: string; readonly children: string }) {
  const { holds } = useSession();
  if (!pageRights['/contacts'].some((right) => holds(...right))) return <>{id}</>;
  return (
    <AnchorLink to="/contacts/$id" params={{ id }}>
      {children}
    </AnchorLink>
  );
}
