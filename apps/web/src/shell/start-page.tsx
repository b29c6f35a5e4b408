import { Navigate } from '@tanstack/react-router';
import { useSession } from '../session/session.tsx';
import { NoRight } from '../ui/states.tsx';
import { menuPages, pageRights } from '../session/page-rights.ts';

/** The start page is the first page of the daily work that the account may open, otherwise of the other menus. */
export function StartPage() {
  const { holds } = useSession();
  const first = menuPages.find((page) => pageRights[page].some((right) => holds(...right)));
  return first ? <Navigate to={first} replace /> : <NoRight />;
}
