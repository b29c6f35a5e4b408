import { guessEncoding, readImportText } from './import-text.js';

const text = 'email,state\nõnne@näidis.ee,given\n'.repeat(5);

describe('the encoding of a file of consents', () => {
  it.each([
    ['UTF-8', Buffer.from(text, 'utf8'), 'utf-8'],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${text}`, 'utf8'), 'utf-8'],
    ['UTF-16 with its mark', Buffer.from(`\uFEFF${text}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 without one', Buffer.from(text, 'utf16le'), 'utf-16le'],
    ['the code page of Western Europe', Buffer.from(text, 'latin1'), 'windows-1252'],
  ] as const)('is found out: %s', (_name, bytes, encoding) => {
    expect(guessEncoding(bytes)).toBe(encoding);
    expect(readImportText(bytes, undefined).text.replace(/^\uFEFF/, '')).toBe(text);
  });

  it('is refused when what was said about it does not fit', () => {
    expect(() => readImportText(Buffer.from(text, 'latin1'), 'utf-8')).toThrow();
  });
});
