import { Anchor, Button, NavLink, type AnchorProps, type ButtonProps, type NavLinkProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type Own<T> = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof T> &
  Omit<T, 'href'> & { readonly ref?: Ref<HTMLAnchorElement> };

/** A link in a text or a table. */
export const AnchorLink = createLink((props: Own<AnchorProps>) => <Anchor size="sm" {...props} />);
/** A link that looks like a button: it goes to another page. */
export const ButtonLink = createLink((props: Own<ButtonProps>) => <Button component="a" {...props} />);
/** An item of the left navigation. */
export const MenuLink = createLink((props: Own<NavLinkProps>) => <NavLink component="a" {...props} />);
