import fc from 'fast-check';
import { diffWords } from './word-diff';

const text = (parts: ReturnType<typeof diffWords>, without: 'removed' | 'inserted') =>
  parts.flatMap((part) => (part.kind === without ? [] : [part.text])).join('');

describe('the difference of two wordings', () => {
  it('marks the words that went and came', () => {
    expect(diffWords('This call is recorded. Press 1.', 'This call may be recorded. Press 1.')).toEqual([
      { kind: 'same', text: 'This call ' },
      { kind: 'removed', text: 'is ' },
      { kind: 'inserted', text: 'may be ' },
      { kind: 'same', text: 'recorded. Press 1.' },
    ]);
  });

  it('gives both texts back, whatever they are', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 }).map((list) => list.join(' '));
    fc.assert(
      fc.property(words, words, (older, newer) => {
        const parts = diffWords(older, newer);
        expect([text(parts, 'inserted'), text(parts, 'removed')]).toEqual([older, newer]);
      }),
    );
  });
});
