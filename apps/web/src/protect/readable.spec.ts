import { readable } from './readable';

const format = { dateTime: (iso: string) => `at ${iso}` };

describe('a held value', () => {
  it('that is an instant reads as one', () => {
    expect(readable('2026-11-22T09:05:00.000Z', format)).toBe('at 2026-11-22T09:05:00.000Z');
  });

  it.each(['+372 555 0100', '2026-11-22', 'Mari Õun'])('%s stays as it is held', (value) => {
    expect(readable(value, format)).toBe(value);
  });
});
