import type { PendingCommand } from '@voxkeep/operative';
import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import type { OperativeKeepers } from '../session-room.js';
import { closeInterrupted, outcomeOfInterrupted, takeBackInterrupted } from './interrupted-contacts.js';
import { ToldLate } from './told-late.js';

type Contact = Parameters<typeof outcomeOfInterrupted>[0];
type Known = Parameters<typeof outcomeOfInterrupted>[1];
type Rows = { readonly [K in 'recordings' | 'consents' | 'events' | 'parties']?: readonly object[] };

describe('a call that the recorder did not see end', () => {
  const openedAt = new Date('2026-11-29T12:00:00Z');
  const later = (ms: number) => new Date(openedAt.getTime() + ms);
  const recording = (state: string, ...segments: { state: string; octets: number }[]) => ({ part: 'agent', state, segments });
  const said = (state: string, evidenceKind = 'api', at = later(1000)) => ({ id: state, state, evidenceKind, at });
  const told = (kind: 'withdraw' | 'consent-refused', evidenceKind = 'ivr') =>
    [{ id: 'command', kind, evidenceKind, askedAt: later(5000) } as unknown as PendingCommand] as const;
  const announced = said('asked', 'announced', openedAt);
  const unreadable = [{ kind: 'metadata.malformed' }];
  const empty = recording('recording');
  const outcome = (mode: Known['mode'], rows: Rows = {}, more: Partial<Known> = {}) => {
    const contact = { id: 'c', openedAt, recordings: [], consents: [], events: [], parties: [], ...rows };
    return outcomeOfInterrupted(contact as unknown as Contact, { mode, wasGranted: false, told: [], ...more });
  };

  // Taken as a rest: of a row that is shorter than what a test takes, the last would be a callback that it had to call.
  it.each<[string, Known['mode'], Rows, Partial<Known>?]>([
    ['off', 'off', {}],
    ['off', 'off', { consents: [said('asked', 'ivr')] }],
    ['off', 'off', {}, { told: told('consent-refused') }],
    ['off', 'by-user', { consents: [announced] }],
    ['off', 'by-user', {}, { told: told('consent-refused', 'user') }],
    ['refused', 'by-user', {}, { told: told('consent-refused') }],
    ['not-asked', 'always-with-notice', {}],
    ['not-asked', 'only-with-consent', {}],
    ['unanswered', 'only-with-consent', { consents: [announced] }],
    ['unanswered', 'only-with-consent', { consents: [said('asked', 'ivr')] }],
    ['unanswered', 'off', { consents: [announced] }],
    ['unanswered', 'only-with-consent', { consents: [announced], events: unreadable, parties: [{ role: 'customer' }] }],
    ['refused', 'only-with-consent', { consents: [said('asked', 'ivr'), said('refused')] }],
    ['refused', 'off', { consents: [announced, said('refused', 'digit')] }],
    ['refused', 'always-with-notice', { consents: [said('refused', 'api', openedAt)] }],
    ['refused', 'only-with-consent', { consents: [announced] }, { told: told('consent-refused') }],
    ['withdrawn', 'only-with-consent', { consents: [announced] }, { told: told('withdraw') }],
    ['withdrawn', 'only-with-consent', { recordings: [recording('removed', { state: 'removed', octets: 800 })] }],
    ['withdrawn', 'always-with-notice', { recordings: [empty], consents: [announced, said('refused')] }],
    ['withdrawn', 'only-with-consent', { consents: [announced] }, { wasGranted: true, told: told('withdraw') }],
  ])('and that nothing is kept of is %s, as it would have been: %s, %j', (...[expected, mode, rows, known]) => {
    expect(outcome(mode, rows, known)).toEqual({ outcome: expected });
  });

  it.each<[string, Known['mode'], Rows, Partial<Known>?]>([
    ['interrupted', 'only-with-consent', { consents: [announced, said('given')] }],
    ['interrupted', 'only-with-consent', { recordings: [empty], consents: [announced, said('given')] }],
    ['interrupted', 'only-with-consent', { consents: [announced, said('refused'), said('given', 'agent', later(2000))] }],
    ['interrupted', 'always-with-notice', { consents: [announced] }],
    ['interrupted', 'by-user-on', {}],
    ['interrupted', 'off', { recordings: [empty] }],
    ['interrupted', 'only-with-consent', { consents: [announced] }, { wasGranted: true }],
    ['metadata', 'only-with-consent', { consents: [announced], events: unreadable }],
  ])('failed where there was a yes, or nobody could be asked: %s, %s, %j', (...[cause, mode, rows, known]) => {
    expect(outcome(mode, rows, known)).toEqual({ outcome: 'failed', cause });
  });

  it('is kept, but for the rest of the call, when any of its segments has audio', () => {
    const segments = [
      { state: 'removed', octets: 0 },
      { state: 'recovered', octets: 800 },
    ];
    expect(outcome('off', { recordings: [recording('recording', ...segments)] })).toEqual({ outcome: 'kept-with-gaps' });
  });

  it.each([
    ['when its recorder surely lived', 60_000, later(60_000)],
    ['as of the last thing that was told of it', 5000, later(30_000)],
    ['so, too, where no journal tells when its recorder lived', undefined, later(30_000)],
  ])('is closed %s', async (_when, livedMs, closedAt) => {
    const contact = {
      id: 'c',
      openedAt,
      recordings: [],
      consents: [],
      events: [],
      parties: [{ fromAt: later(30_000), toAt: null }],
    };
    const closed: Date[] = [];
    const operative = {
      contacts: { get: () => Promise.resolve(contact), close: (_id: string, at: Date) => Promise.resolve(void closed.push(at)) },
      recordings: { recordOutcome: () => Promise.resolve() },
    } as unknown as OperativeKeepers;
    const known = () => ({ mode: 'off', wasGranted: false, told: [] }) as const;
    await closeInterrupted(operative, 'c', livedMs === undefined ? undefined : later(livedMs), known);
    expect(closed).toEqual([closedAt]);
  });
});

describe('a withdrawal from a call of which only rows are known', () => {
  beforeEach(() => void keptLog());
  afterEach(() => {
    diagnostics.replace(undefined);
  });

  const takeBack = async (
    rule: 'destroy' | 'keep',
    recordings: readonly object[],
    { consents = [] as readonly object[], isTold = true, isErased = false } = {},
  ) => {
    const done: string[] = [];
    const note = (what: string) => Promise.resolve(void done.push(what));
    const told = await ToldLate.ask({
      ...{ recorderId: 'recorder-1', ruleOf: () => rule },
      commands: {
        pendingNoes: () =>
          Promise.resolve(
            isTold
              ? [{ id: 'command', contactId: 'c', kind: 'withdraw', askedAt: new Date(0) } as unknown as PendingCommand]
              : [],
          ),
        acknowledge: (id, result) => note(`${id} ${result}`),
      },
    });
    const operative = {
      contacts: {
        get: (id: string) => Promise.resolve(id === 'c' ? { id, recordings, queueId: null, consents, isErased } : undefined),
      },
      consents: { writeNo: () => note('written') },
      recordings: { remove: (_contact: string, id: string) => note(`${id} removed`) },
    } as unknown as OperativeKeepers;
    const vault = { remove: (fileId: string) => note(`${fileId} gone`).then(() => true) };
    await takeBackInterrupted({ operative, vault }, 'c', told);
    await takeBackInterrupted({ operative, vault }, 'another', told);
    await told.answer(new Set(['c']), 0);
    return done;
  };
  const recordings = [{ id: 'recording', segments: [{ fileId: 'file' }] }];

  it('takes the files, then the rows, where the policy says so, and is answered', async () => {
    expect(await takeBack('destroy', recordings)).toEqual(['written', 'file gone', 'recording removed', 'command applied']);
  });

  it('is written and answered where the policy keeps what was said before', async () => {
    expect(await takeBack('keep', recordings)).toEqual(['written', 'command applied']);
  });

  it.each([
    ['destroy', 'recording', ['file gone', 'recording removed']],
    ['destroy', 'removed', ['file gone']],
    ['keep', 'recording', []],
  ] as const)('is carried out where it stands in the books already: %s, %s', async (rule, state, done) => {
    for (const no of ['withdrawn', 'refused']) {
      const consents = [{ state: 'given' }, { state: no }];
      expect(await takeBack(rule, [{ ...recordings[0], state }], { consents, isTold: false })).toEqual(done);
    }
    expect(await takeBack(rule, [{ ...recordings[0], state }], { consents: [{ state: 'given' }], isTold: false })).toEqual([]);
  });

  it.each([true, false])('is asked for by nobody once the contact was erased, whatever the policy says (%#)', async (isTold) => {
    expect(await takeBack('keep', recordings, { isErased: true, isTold })).toEqual(['file gone', 'recording removed']);
  });

  it('is left to be answered otherwise where nothing had been recorded', async () => {
    expect(await takeBack('destroy', [])).toEqual([]);
  });
});
