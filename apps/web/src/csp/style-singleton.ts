import { useEffect } from 'react';

/** Drop-in for `react-style-singleton`, which locks scrolling behind a dialog: one adopted sheet, counted by its users. */
export const stylesheetSingleton = () => {
  let users = 0;
  let sheet: CSSStyleSheet | undefined;
  return {
    add(rules: string) {
      users += 1;
      if (users > 1) return;
      sheet = new CSSStyleSheet();
      sheet.replaceSync(rules);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    },
    remove() {
      users -= 1;
      if (users > 0 || !sheet) return;
      const gone = sheet;
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== gone);
    },
  };
};

export const styleHookSingleton = () => {
  const sheet = stylesheetSingleton();
  return (rules: string, dynamic: boolean) => {
    useEffect(() => {
      sheet.add(rules);
      return () => {
        sheet.remove();
      };
    }, [rules, dynamic]);
  };
};

export const styleSingleton = () => {
  const useRules = styleHookSingleton();
  return ({ styles, dynamic }: { styles: string; dynamic: boolean }) => {
    useRules(styles, dynamic);
    return null;
  };
};
