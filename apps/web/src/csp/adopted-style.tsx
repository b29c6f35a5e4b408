import { useInsertionEffect } from 'react';

interface StyleElement {
  readonly dangerouslySetInnerHTML?: { readonly __html: string };
  readonly children?: string;
}

/** Stands where the component library would render a `<style>` element: the same rules as an adopted style sheet. */
export function AdoptedStyle({ dangerouslySetInnerHTML, children }: StyleElement) {
  const rules = dangerouslySetInnerHTML?.__html ?? children ?? '';
  useInsertionEffect(() => {
    if (!rules) return undefined;
    return adopt(rules);
  }, [rules]);
  return null;
}

function adopt(rules: string): () => void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
  };
}
