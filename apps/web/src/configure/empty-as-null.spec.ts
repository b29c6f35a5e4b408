import { orNull, orNullNumber } from './empty-as-null';

describe('an emptied field', () => {
  it.each(['', '  '])('%j holds nothing', (text) => {
    expect(orNull(text)).toBeNull();
    expect(orNullNumber(text)).toBeNull();
  });

  it('that is filled holds its value', () => {
    expect([orNull('X-Call-Id'), orNullNumber(0)]).toEqual(['X-Call-Id', 0]);
  });
});
