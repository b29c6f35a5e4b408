import { byArea } from '../by-area.ts';

/** Every area of the language. */
export const texts = byArea(import.meta.glob<object>('./*.json', { eager: true, import: 'default' }));
