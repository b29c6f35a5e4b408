import fc from 'fast-check';
import { decideFate, holdsOver, type FateFacts, type StandingHold } from '../index.js';

const now = new Date('2026-06-01T00:00:00Z');
const later = new Date('2027-01-01T00:00:00Z');
const earlier = new Date('2026-01-01T00:00:00Z');
const facts: FateFacts = { holds: [], statutory: null, erasure: false, classPeriod: { ends: later } };
const law = { until: later, ground: 'Tax Act § 58' };
const hold = { number: 'HOLD-2026-00001' };

describe('the fate of a record', () => {
  it.each([
    [
      'a hold before a law, a request and a term',
      { holds: [hold], statutory: law, erasure: true, classPeriod: { ends: earlier } },
      'hold',
    ],
    ['a law before a request and a term', { statutory: law, erasure: true, classPeriod: { ends: earlier } }, 'statutory'],
    ['a request before a term that has not ended', { erasure: true }, 'request'],
    ['a term when nothing else speaks', { classPeriod: { ends: earlier } }, 'period'],
    ['nothing when there is no term', { classPeriod: { ends: null } }, 'no-term'],
  ] as const)('is decided by %s', (_title, given, reason) => {
    expect(decideFate({ ...facts, ...given }, now).reason).toBe(reason);
  });

  it('lets a law go at the very moment at which its term ends', () => {
    expect(decideFate({ ...facts, statutory: { ...law, until: now }, erasure: true }, now)).toEqual({
      fate: 'erased',
      reason: 'request',
    });
  });
});

describe('holds over a record', () => {
  const queue: StandingHold = {
    id: 'h',
    number: hold.number,
    keys: new Set(['contact/resolved']),
    scopes: [{ kind: 'queue', keyId: 'q', from: earlier, to: later }],
  };

  it('cover a contact of the queue that began within the period, also one that came after the hold', () => {
    expect(holdsOver([queue], { contactId: 'new', queueId: 'q', at: now })).toEqual([queue]);
  });

  it('do not cover what lies outside the period', () => {
    expect(holdsOver([queue], { queueId: 'q', at: later })).toEqual([]);
  });

  it('cover what was found by its id, whatever is known of it', () => {
    expect(holdsOver([queue], { contactId: 'resolved' })).toEqual([queue]);
  });

  it('cover a record whose time is not known', () => {
    expect(holdsOver([queue], { queueId: 'q' })).toEqual([queue]);
  });
});

/** One record with everything that may happen to it; time moves by whole days, retention runs once a day. */
type Act = { readonly kind: 'hold' | 'release'; readonly hold: 0 | 1 | 2 } | { readonly kind: 'erase' | 'retain' | 'day' };
const acts = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constantFrom('hold' as const, 'release' as const),
      hold: fc.constantFrom(0 as const, 1 as const, 2 as const),
    }),
    fc.record({ kind: fc.constantFrom('erase' as const, 'retain' as const, 'day' as const) }),
  ),
  { maxLength: 40 },
);

interface World {
  readonly held: Set<number>;
  erasure: boolean;
  day: number;
  gone: boolean;
}

/** Acts as retention and erasure do: each asks for the fate and deletes when the answer is `erased`. */
function act(world: World, one: Act, termDays: number | null): void {
  if (one.kind === 'hold') world.held.add(one.hold);
  else if (one.kind === 'release') world.held.delete(one.hold);
  else if (one.kind === 'day') world.day += 1;
  else {
    if (one.kind === 'erase') world.erasure = true;
    world.gone ||= fateOf(world, termDays) === 'erased';
  }
}

function fateOf({ held, erasure, day }: World, termDays: number | null): 'erased' | 'retained' {
  const ends = termDays === null ? null : new Date(termDays * 86_400_000);
  const holds = [...held].map((n) => ({ number: `HOLD-${String(n)}` }));
  return decideFate({ holds, statutory: null, erasure, classPeriod: { ends } }, new Date(day * 86_400_000)).fate;
}

describe('10,000 interleavings of hold, release, retain and erase', () => {
  it('never delete what is held, and never keep what is due past its release and one run', () => {
    let deleted = 0;
    fc.assert(
      fc.property(acts, fc.option(fc.integer({ min: 0, max: 20 })), (sequence, termDays) => {
        const world: World = { held: new Set(), erasure: false, day: 0, gone: false };
        for (const one of sequence) {
          const before = world.gone;
          act(world, one, termDays);
          if (world.gone && !before) expect(world.held.size).toBe(0);
        }
        world.held.clear();
        const due = world.erasure || (termDays !== null && world.day >= termDays);
        act(world, { kind: 'retain' }, termDays);
        expect(world.gone).toBe(due || world.gone);
        if (due) expect(world.gone).toBe(true);
        deleted += world.gone ? 1 : 0;
      }),
      { numRuns: 10_000 },
    );
    expect(deleted).toBeGreaterThan(1000);
  });
});
