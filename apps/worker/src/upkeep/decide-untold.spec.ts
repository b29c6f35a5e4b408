import type { HeldContact } from '@voxkeep/operative';
import { decideUntold } from './decide-untold';

const minute = 60_000;
const now = new Date('2026-11-22T12:00:00Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * minute);

describe('a contact whose end nobody has told', () => {
  const decide = (more: Partial<HeldContact>) =>
    decideUntold({ contactId: 'c', askedAt: null, unansweredSince: null, answeredAt: null, answer: null, ...more }, now, {
      awayMs: 24 * 60 * minute,
    });
  const asked = (answer: 'held' | 'not-held', minutes: number) => ({ askedAt: ago(minutes), answeredAt: ago(minutes), answer });

  it('is asked about, and once an hour again while its recorder holds it, for ever', () => {
    expect(decide({})).toBe('ask');
    expect(decide(asked('held', 59))).toBe('wait');
    expect(decide(asked('held', 60))).toBe('ask');
    expect(decide(asked('held', 60 * 24 * 30))).toBe('ask');
  });

  it('is ended when its recorder has let it go, and its books had time to follow', () => {
    expect(decide(asked('not-held', 9))).toBe('wait');
    expect(decide(asked('not-held', 10))).toEqual({ end: 'not-held' });
  });

  it('waits for a recorder that is away, and is ended when that stays away', () => {
    expect(decide({ askedAt: ago(1439), unansweredSince: ago(1439) })).toBe('wait');
    expect(decide({ askedAt: ago(1440), unansweredSince: ago(1440) })).toEqual({ end: 'recorder-away' });
  });

  it('is not ended on an old answer while a newer question is open', () => {
    expect(decide({ ...asked('not-held', 30), unansweredSince: ago(5) })).toBe('wait');
  });
});
