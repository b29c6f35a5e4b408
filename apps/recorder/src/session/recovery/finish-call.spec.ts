import type { VaultStore } from '@voxkeep/platform';
import { measureChannels, type CallFact } from '@voxkeep/recording';
import type { RecoveredSegment } from '../../media/recovery.js';
import { finishCall, outcomeOfFacts } from './finish-call.js';
import { RecoveredLog } from './recovered-log.js';

const startedMs = Date.parse('2026-11-29T12:00:00Z');
const hour = 3_600_000;
const due = (kind: 'due' | 'not-due', atMs: number, stream = 0): CallFact => ({ kind, atMs, channel: 'customer', stream });

const given = {
  at: startedMs,
  kind: 'consent',
  id: 'c',
  state: 'given',
  purpose: 'p',
  wordingVersion: null,
  evidenceKind: 'api',
} as const;

/** A call of a minute, of which 58.5 s of audio were in the journal when its recorder was killed; `more`: what else had happened. */
const killed = async (cutOffAt: number, more: readonly CallFact[] = []) => {
  const facts: CallFact[] = [
    { kind: 'grant', at: startedMs, atMs: 1000, codec: 'pcma', inseparable: false, grant: {} as never },
    { kind: 'segment', segmentId: 'a', channel: 'customer', startMs: 1000, number: 1, fileId: 'f', codec: 'pcma', owner: 'o' },
    ...[due('due', 1000), ...more],
  ];
  const vault = { openForRead: () => Promise.resolve(undefined), remove: () => Promise.resolve() } as unknown as VaultStore;
  const log = new RecoveredLog('00000000-0000-4000-8000-000000000001', facts);
  const segment = { kind: 'rebuilt', segmentId: 'a', fileId: 'g', octets: 58_500 * 8, sha512: 'aa', lost: [] };
  const recovered = new Map([['a', segment as unknown as RecoveredSegment]]);
  await finishCall(log, { vault, recovered, unresolved: new Set(), cutOffAt, startedMs });
  const end = log.facts.at(-1) as Extract<CallFact, { kind: 'end' }>;
  const gaps = log.facts.flatMap((fact) => (fact.kind === 'gap' ? [[fact.fromMs, fact.toMs, fact.cause]] : []));
  const events = log.facts.flatMap((fact) => (fact.kind === 'event' ? [fact] : []));
  return { end, gaps, events, measured: measureChannels(log.facts, end.atMs) };
};

describe('the end of a call whose recorder was killed', () => {
  it.each([
    ['kept', null, null, due('due', 1000)],
    ['kept', null, 'off', due('due', 1000)],
    [
      'kept-with-gaps',
      null,
      null,
      { kind: 'gap', id: 'g', channel: 'customer', fromMs: 5000, toMs: 7000, reason: 'lost', cause: 'memory', inventedMs: 2000 },
    ],
    [
      'withdrawn',
      null,
      null,
      { kind: 'consent', at: startedMs, id: 'c', state: 'withdrawn', purpose: 'p', wordingVersion: null, evidenceKind: 'dpo' },
    ],
  ] as const)('is the true one where the call was over before, its outcome %s', async (outcome, cause, refused, more) => {
    const over = { kind: 'over', at: startedMs + 59_500, atMs: 59_500, reason: 'bye', refused } as const;
    const ended = { ...over, wasGranted: true, allHeld: false, isUnreadable: false };
    const before = [more, { kind: 'grant-ended', atMs: 59_500 } as const, due('not-due', 59_500), ended];
    const { end, gaps } = await killed(startedMs + hour, before);
    expect(end).toMatchObject({ outcome, cause, reason: 'bye', atMs: 59_500, at: startedMs + 59_500, recovered: true });
    expect(gaps).toHaveLength(more.kind === 'gap' ? 1 : 0);
  });

  it('bounds what is missing by the good-bye, though the recorder was killed before the last packets were taken', async () => {
    const over = { kind: 'over', at: startedMs + 59_600, atMs: 59_600, reason: 'bye', refused: null } as const;
    const ended = { ...over, wasGranted: true, allHeld: false, isUnreadable: false };
    const { end, gaps, events, measured } = await killed(startedMs + 63_000, [ended]);
    expect(end).toMatchObject({ outcome: 'kept', reason: 'bye', atMs: 59_600 });
    expect([gaps, events]).toEqual([[[59_500, 59_600, 'restart']], []]);
    expect(measured).toMatchObject([{ missingOursMs: 0 }]);
    const last = { ...ended, refused: 'withdrawn' as const };
    expect((await killed(startedMs + hour, [ended, last])).end).toMatchObject({ outcome: 'withdrawn' });
  });

  it('says that a rule had made it, once, where the call had ended by one', async () => {
    const over = { kind: 'over', at: startedMs + 59_500, atMs: 59_500, reason: 'gone', refused: null } as const;
    const ended = { ...over, wasGranted: true, allHeld: false, isUnreadable: false };
    const first = await killed(startedMs + hour, [due('not-due', 59_500), ended]);
    const again = await killed(startedMs + hour, [due('not-due', 59_500), ended]);
    expect(first.events.map(({ code, at }) => [code, at])).toEqual([['contact.ended.gone', startedMs + 59_500]]);
    expect(again.events).toEqual(first.events);
  });

  it('is when its journal was last written, where that can be', async () => {
    const { end, gaps } = await killed(startedMs + 60_000);
    expect(end).toMatchObject({ outcome: 'kept-with-gaps', atMs: 60_000, at: startedMs + 60_000 });
    expect(gaps).toEqual([[59_500, 60_000, 'restart']]);
  });

  it('is laid to the sender where nothing of a stream had come for longer than the journal waits for what has', async () => {
    const { gaps, measured } = await killed(startedMs + 62_000);
    expect(gaps).toEqual([[59_500, 62_000, 'nothing-came']]);
    expect(measured).toMatchObject([{ expectedMs: 61_000, keptMs: 58_500, missingOursMs: 0, missingTheirsMs: 2500 }]);
  });

  it.each([
    ['back by an hour', -hour],
    ['on by an hour', hour],
    ['on by two minutes', 120_000],
    ['back to before it began', -2 * hour],
  ])('is what its journal holds when the clock was set %s', async (_step, byMs) => {
    const { end, gaps, measured } = await killed(startedMs + 60_000 + byMs);
    expect(end).toMatchObject({ outcome: 'kept-with-gaps', cause: null, atMs: 59_500, at: startedMs + 59_500 });
    expect(gaps).toEqual([]);
    expect(measured).toMatchObject([{ expectedMs: 58_500, keptMs: 58_500, missingOursMs: 0, mainCause: null }]);
  });

  it.each([
    ['was being recorded', true, []],
    ['was held', true, [due('not-due', 30_000)]],
    ['had been stopped', false, [{ kind: 'grant-ended', atMs: 30_000 }, due('not-due', 30_000)]],
    ['had been refused', false, [{ ...given, state: 'withdrawn' }]],
    ['was to go', false, [{ kind: 'dropped', at: startedMs }]],
  ] as [string, boolean, CallFact[]][])('lacks the rest of a call that %s: %s', async (_how, lacks, more) => {
    const { events } = await killed(startedMs + 62_000, more);
    expect(events.map(({ code }) => code)).toEqual(lacks ? ['recording.rest-missing'] : []);
  });

  it('may be long after its last audio when nothing was due', async () => {
    const { end, gaps, measured } = await killed(startedMs + hour, [due('not-due', 59_500)]);
    expect(end).toMatchObject({ outcome: 'kept-with-gaps', atMs: hour, at: startedMs + hour });
    expect(gaps).toEqual([]);
    expect(measured).toMatchObject([{ keptMs: 58_500, missingOursMs: 0 }]);
  });

  it('names what is lost of a stream that was due, when another one of its channel had ended', async () => {
    const { gaps } = await killed(startedMs + 60_000, [due('due', 1000, 1), due('not-due', 2000, 1)]);
    expect(gaps).toEqual([[59_500, 60_000, 'restart']]);
  });

  it('names what is lost once when the vault had failed under a segment and another one had followed it', async () => {
    const followed = { kind: 'segment', segmentId: 'b', channel: 'customer', startMs: 59_500, number: 2, fileId: 'h' } as const;
    const { gaps } = await killed(startedMs + 60_000, [{ ...followed, codec: 'pcma', owner: 'o' }]);
    expect(gaps).toEqual([[59_500, 60_000, 'restart']]);
  });

  describe('of which one side had not come', () => {
    const agent = { channel: 'agent', stream: 1 } as const;
    const wanted = { kind: 'wanted', atMs: 1000, ...agent } as const;

    it.each<[string, readonly CallFact[]]>([
      ['for less time than a stream may take to begin', [wanted]],
      ['for so long that it was due', [wanted, { kind: 'due', atMs: 1000, ...agent }]],
    ])('%s, lacks that side, through the sender', async (_how, more) => {
      const { end, gaps, measured } = await killed(startedMs + 60_000, more);
      expect(gaps).toContainEqual([1000, 60_000, 'nothing-came']);
      const silent = { expectedMs: 59_000, keptMs: 0, missingOursMs: 0, missingTheirsMs: 59_000, mainCause: 'nothing-came' };
      expect(measured).toMatchObject([{ channel: 'agent', ...silent }, { channel: 'customer' }]);
      expect(end).toMatchObject({ outcome: 'kept-with-gaps' });
    });

    it('lacks nothing of it where it had just begun to be wanted, or was wanted no more', async () => {
      for (const more of [[{ ...wanted, atMs: 59_950 }], [wanted, { kind: 'not-due', atMs: 1500, ...agent } as const]])
        expect((await killed(startedMs + 60_000, more)).measured).toMatchObject([{ channel: 'customer' }]);
    });

    it('blames nobody else where its segment was given up', async () => {
      const segment = { kind: 'segment', segmentId: 'b', channel: 'agent', startMs: 1000, number: 1, fileId: 'h' } as const;
      const due: CallFact = { kind: 'due', atMs: 1000, ...agent };
      const more = [
        due,
        { ...segment, codec: 'pcma', owner: 'o' } as const,
        { kind: 'segment-dropped', segmentId: 'b' } as const,
      ];
      const { measured } = await killed(startedMs + 60_000, more);
      expect(measured[0]).toMatchObject({ channel: 'agent', missingTheirsMs: 0, mainCause: 'unexplained' });
    });
  });
});

describe('a call whose recorder was killed under the later of two segments', () => {
  it('lacks what that one would have taken, in whatever order they are told', async () => {
    const [codec, owner, channel] = ['pcma', 'o', 'customer'] as const;
    const later = { kind: 'segment', segmentId: 'b', channel, startMs: 60_000, number: 2, fileId: 'h', codec, owner } as const;
    const { gaps } = await killed(startedMs + 62_000, [later]);
    expect(gaps).toEqual([[60_000, 62_000, 'restart']]);
  });
});

describe('the outcome of a call whose recorder was killed', () => {
  const consent = (state: 'asked' | 'given' | 'refused' | 'withdrawn') => ({ kind: 'consent', state }) as CallFact;
  const measured = [
    { channel: 'customer', ...{ expectedMs: 1, keptMs: 1, missingOursMs: 0, missingTheirsMs: 0 }, mainCause: null },
  ] as const;

  const grant = { kind: 'grant', atMs: 0 } as CallFact;
  const stopped = { kind: 'grant-ended', atMs: 0 } as CallFact;
  const closed = { kind: 'segment-closed', octets: 8 } as CallFact;

  it.each([
    ['withdrawn', [consent('given'), consent('withdrawn')]],
    ['withdrawn', [consent('given'), consent('refused')]],
    ['withdrawn', [consent('given'), consent('withdrawn'), consent('asked')]],
    ['withdrawn', [consent('given'), { kind: 'dropped', at: 1 }]],
    ['kept-with-gaps', [consent('given'), consent('withdrawn'), consent('given'), grant, closed]],
    ['kept-with-gaps', [consent('refused'), consent('given'), grant, closed]],
    ['kept-with-gaps', [grant, closed]],
    ['kept', [grant, closed, stopped]],
  ] as const)('is %s, of audio that is there, by what was said last: %j', (outcome, facts) => {
    expect(outcomeOfFacts(facts as readonly CallFact[], measured)).toEqual({ outcome });
  });

  it.each([
    ['interrupted', 'paused-throughout', [{ kind: 'event', code: 'stream.held' }], []],
    ['interrupted', 'failed', [{ kind: 'event', code: 'stream.held', channel: 'agent' }], []],
    ['interrupted', 'failed', [], []],
    ['interrupted', 'failed', [], [{ missingOursMs: 0, missingTheirsMs: 900 }]],
    ['no-media', 'failed', [], [{ missingOursMs: 0, missingTheirsMs: 9000 }]],
    [
      'interrupted',
      'failed',
      [],
      [
        { missingOursMs: 0, missingTheirsMs: 9000 },
        { missingOursMs: 500, missingTheirsMs: 0 },
      ],
    ],
  ] as const)(
    'where nothing is kept is not said to be our fault without evidence (%s, %s, %j, %j)',
    (cause, outcome, more, missing) => {
      const nothing = missing.map((each) => ({ ...measured[0], keptMs: 0, ...each }));
      const result = outcomeOfFacts([grant, ...(more as unknown as CallFact[])], nothing);
      expect(result).toEqual(outcome === 'failed' ? { outcome, cause } : { outcome });
    },
  );
});
