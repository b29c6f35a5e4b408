import { toCsv } from './csv';

const body = (...cells: (string | number)[]) => toCsv([cells]).slice(1).trimEnd();

describe('a CSV file', () => {
  it('begins with a byte order mark and ends its rows with CR LF', () => {
    expect(toCsv([['a'], ['b']])).toBe('\uFEFFa\r\nb\r\n');
  });

  it('quotes separators, quotes and line breaks', () => {
    expect(body('a,b', 'say "so"', 'x\ny')).toBe('"a,b","say ""so""","x\ny"');
  });

  it.each(['=1+1', '+cmd', '-1+2', '@sum', '\tx'])('makes %j inert', (formula) => {
    expect(body(formula)).toBe(`'${formula}`);
  });

  it('leaves numbers and E.164 numbers as they are', () => {
    expect(body(-5, '+3725550100')).toBe('-5,+3725550100');
  });
});
