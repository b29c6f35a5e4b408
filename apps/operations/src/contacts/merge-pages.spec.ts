import { mergePages } from './merge-pages.js';

const page = (ids: string[], next?: string) => ({ items: ids.map((id) => ({ id })), ...(next !== undefined && { next }) });
const idsOf = (merged: ReturnType<typeof mergePages<{ id: string }>>) => merged.items.map(({ id }) => id);

describe('one page of two stores', () => {
  it('is in the order of ids, newest first, whichever store they come from', () => {
    expect(idsOf(mergePages(page(['f', 'c']), page(['e', 'd']), 10))).toEqual(['f', 'e', 'd', 'c']);
  });

  it('shows a contact that lies in both once', () => {
    expect(idsOf(mergePages(page(['f', 'c']), page(['f', 'd']), 10))).toEqual(['f', 'd', 'c']);
  });

  it('goes on from its own last row when rows were cut off', () => {
    expect(mergePages(page(['f', 'c']), page(['e', 'd']), 3)).toMatchObject({ next: 'd' });
  });

  it('is the last one when neither store has more', () => {
    expect(mergePages(page(['f']), page(['e']), 2)).not.toHaveProperty('next');
  });
});
