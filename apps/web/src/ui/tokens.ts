import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The one accent: a quiet blue, dark enough for white text at AA in its sixth shade. */
const accent: MantineColorsTuple = [
  '#eef3fb',
  '#d9e3f4',
  '#b2c6e9',
  '#88a7dd',
  '#648cd3',
  '#4c7bcd',
  '#2f5fb3',
  '#29549f',
  '#21488c',
  '#183b78',
];

/** Darker than the library's own red, which is too light for text at AA. */
const red: MantineColorsTuple = [
  '#fff0f0',
  '#ffdede',
  '#ffbdbd',
  '#ff9f9f',
  '#f58b8b',
  '#d94a4a',
  '#b42323',
  '#9c1d1d',
  '#841818',
  '#6b1313',
];

/** Inter, 14 px body, 13 px tables with tabular figures, a 4 px grid: light and dark come from the same tokens. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: 6,
  colors: { accent, red },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '2px', sm: '3px', md: '4px', lg: '6px', xl: '8px' },
  defaultRadius: 'sm',
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm' } },
    Table: { defaultProps: { fz: 'sm', verticalSpacing: 7, horizontalSpacing: 'sm', highlightOnHover: true } },
    // A header inside a dialog is no banner of the page.
    ModalHeader: { defaultProps: { role: 'none' } },
    Paper: { defaultProps: { shadow: 'none', withBorder: true } },
  },
});
