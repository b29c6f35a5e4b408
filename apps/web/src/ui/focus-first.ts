import type { FormErrors } from '@mantine/form';

/** Puts the focus on the first field that does not fit, so that the keyboard and a screen reader arrive where the error is told. */
export function focusFirst(form: { readonly getInputNode: (path: never) => HTMLElement | null }): (errors: FormErrors) => void {
  return (errors) => {
    const nodes = Object.keys(errors).map((path) => form.getInputNode(path as never));
    nodes.find((node) => node !== null)?.focus();
  };
}
