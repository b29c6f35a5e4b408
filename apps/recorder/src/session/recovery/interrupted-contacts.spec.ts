import type { PendingCommand } from '@voxkeep/operative';
import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import type { OperativeKeepers } from '../session-room.js';
import { outcomeOfInterrupted, takeBackInterrupted } from './interrupted-contacts.js';
import { ToldLate } from './told-late.js';

type Contact = Parameters<typeof outcomeOfInterrupted>[0];

describe('a call that the recorder did not see end', () => {
  const recording = (state: string, segments: { state: string; octets: number }[]) => ({ part: 'agent', state, segments });
  const outcome = (recordings: object[], states: string[] = []) =>
    outcomeOfInterrupted({ recordings, consents: states.map((state) => ({ state })) } as unknown as Contact);

  it('is kept, but for the rest of the call, when any of its segments has audio', () => {
    expect(
      outcome([
        recording('recording', [
          { state: 'removed', octets: 0 },
          { state: 'recovered', octets: 800 },
        ]),
      ]),
    ).toEqual({ outcome: 'kept-with-gaps' });
  });

  it('was withdrawn from when its recording had been removed', () => {
    expect(outcome([recording('removed', [{ state: 'removed', octets: 800 }])], ['given', 'withdrawn'])).toEqual({
      outcome: 'withdrawn',
    });
  });

  it('stays refused', () => {
    expect(outcome([], ['asked', 'refused'])).toEqual({ outcome: 'refused' });
  });

  it.each([
    [[], []],
    [[], ['asked']],
    [[recording('recording', [])], ['given']],
  ])('is otherwise a failure by interruption (%#)', (recordings, states) => {
    expect(outcome(recordings, states)).toEqual({ outcome: 'failed', cause: 'interrupted' });
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
