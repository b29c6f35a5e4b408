import { idRange, newId, newTimeOrderedId, timeOfId } from './ids.js';

describe('ids', () => {
  it('are random version 4 for people', () => {
    expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('are version 7 for what has a time, and carry it', () => {
    const at = new Date('2026-11-22T10:11:12.345Z');
    const id = newTimeOrderedId(at);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(timeOfId(id)).toEqual(at);
  });

  it('ascend within one millisecond', () => {
    const at = new Date('2026-11-22T10:11:12.345Z');
    const made = Array.from({ length: 500 }, () => newTimeOrderedId(at));
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(500);
  });

  it('of a month lie inside its range and of its neighbours outside', () => {
    const november = idRange(new Date('2026-11-01T00:00:00Z'), new Date('2026-12-01T00:00:00Z'));
    const inside = (at: string) => {
      const id = newTimeOrderedId(new Date(at));
      return id >= november.from && id < november.to;
    };
    expect(
      ['2026-10-31T23:59:59.999Z', '2026-11-01T00:00:00.000Z', '2026-11-30T23:59:59.999Z', '2026-12-01T00:00:00.000Z'].map(
        inside,
      ),
    ).toEqual([false, true, true, false]);
  });
});
