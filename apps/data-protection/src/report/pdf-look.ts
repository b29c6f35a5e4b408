/** Fonts are named by their path everywhere: under a second name the library would parse the file anew at each use. */
export const regular = require.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf');
export const bold = require.resolve('@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf');

/** A4 in points; the text block between its margins. */
export const page = { left: 56, width: 483, top: 56, bottom: 842 - 64 } as const;

export const ink = { text: '#111', soft: '#555', line: '#999', head: '#e7ecfb' } as const;
