import { duration, formatFor } from './format';

describe('a duration', () => {
  it.each([
    [0, '0:00'],
    [999, '0:01'],
    [61_000, '1:01'],
    [3_600_000, '1:00:00'],
    [3_725_000, '1:02:05'],
    [-5, '0:00'],
  ])('of %d ms reads %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});

describe('a calendar day', () => {
  it('is that day in every time zone', () => {
    expect(formatFor('en', 'Pacific/Honolulu').date('2026-11-22')).toBe('22 Nov 2026');
  });

  it('that is none stays as it is', () => {
    expect(formatFor('en').date('No queue')).toBe('No queue');
  });
});

describe('a moment', () => {
  it('says its zone, as a report does', () => {
    const [short, long] = [formatFor('en', 'Europe/Tallinn').dateTime, formatFor('en', 'Europe/Tallinn').moment];
    expect(short('2026-07-01T10:00:05Z')).toMatch(/^1 Jul 2026, 13:00 (EEST|GMT\+3)$/);
    expect(long('2026-01-01T10:00:05Z')).toMatch(/^1 Jan 2026, 12:00:05 (EET|GMT\+2)$/);
  });
});

describe('numbers and times', () => {
  it('follow the language', () => {
    expect(formatFor('en').number(12345.5)).toBe('12,345.5');
    expect(formatFor('et', 'UTC').time('2026-11-22T09:05:00Z')).toContain('09:05');
  });
});
