import { Anchor, Button, NavLink, type AnchorProps, type ButtonProps, type NavLinkProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';
import { useSession } from '../session/session.tsx';

type Own<T> = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof T> &
  Omit<T, 'href'> & { readonly ref?: Ref<HTMLAnchorElement> };

/** A link in a text or a table; its text alone for whom its page is not open to. */
export const AnchorLink = createLink((props: Own<AnchorProps>) => {
  const { opens } = useSession();
  return opens(props.href ?? '') ? <Anchor size="sm" {...props} /> : <>{props.children}</>;
});
/** A link that looks like a button: it goes to another page. It is not there for whom that page is not open to. */
export const ButtonLink = createLink((props: Own<ButtonProps>) => {
  const { opens } = useSession();
  return opens(props.href ?? '') ? <Button component="a" {...props} /> : null;
});
/** An item of the left navigation. */
export const MenuLink = createLink((props: Own<NavLinkProps>) => <NavLink component="a" {...props} />);
