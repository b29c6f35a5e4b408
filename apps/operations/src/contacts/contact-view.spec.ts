import type { RecordingRecord } from '@voxkeep/operative';
import { changesOf, detailView, followsItsQueue } from './contact-view.js';
import { recordingView } from './recording-view.js';
import type { StoredContact } from './stored-contact.js';

const [contactId, recordingId, at] = ['contact', 'recording', new Date('2026-11-29T18:07:05.000Z')];
const [taken, ended] = [new Date('2026-11-29T18:07:55.000Z'), new Date('2026-11-29T18:08:08.000Z')];
const nobody = {
  customerPointId: null,
  customerOwner: null,
  agentOwner: null,
  customerNumber: null,
  customerName: null,
  attributes: null,
};
const names = { numbers: { masked: new Map<string, string>(), faults: [] }, queues: new Map(), logins: new Map() };

const segment = (state: RecordingRecord['segments'][number]['state']): RecordingRecord['segments'][number] => ({
  ...{ id: 'segment', recordingId, channel: 'customer', number: 1, fileId: 'file', codec: 'PCMA', startMs: 0, octets: 79_200 },
  ...{ sha512: '', state, owner: 'owner', sealedAs: null },
});
const recording = (state: RecordingRecord['state'], segments: RecordingRecord['segments']): RecordingRecord => ({
  ...{
    id: recordingId,
    part: 'agent',
    state,
    codec: 'PCMA',
    inseparable: false,
    startedAt: at,
    endedAt: ended,
    segments,
    gaps: [],
  },
});
const event = (kind: string, when: Date) => ({ id: kind, kind, at: when, subjectId: recordingId, channel: null });

/** A call of which 9.9 s of the customer were kept, as the books have it after whatever came then. */
function callWith(kept: RecordingRecord, events: StoredContact['events']): StoredContact {
  return {
    ...{ id: contactId, channel: 'voice', direction: 'inbound', trunkId: null, queueId: null, recorderId: null, ownNumber: null },
    ...{
      openedAt: at,
      connectedAt: at,
      closedAt: ended,
      endReason: 'bye',
      attribution: 'none',
      ...nobody,
      store: 'operative',
      erasedAt: null,
    },
    ...{ parties: [], consents: [], events, recordings: [kept] },
    outcomes: [{ part: 'agent', outcome: 'kept', cause: null, sipStatus: null, at: ended }],
    measures: [
      {
        ...{ part: 'agent', channel: 'customer', expectedMs: 9900, keptMs: 9900, missingOursMs: 0, missingTheirsMs: 0 },
        mainCause: null,
      },
    ],
  };
}
const shown = (...call: Parameters<typeof callWith>) => detailView(callWith(...call), names, new Map());
const told = [event('recording.begun', at), event('recording.finished', ended)];

describe('a contact whose recording stands', () => {
  it('has what was kept, and nothing removed', () => {
    const view = shown(recording('finished', [segment('closed')]), told);
    expect(view.measures).toMatchObject([{ keptMs: 9900, removedMs: 0, removedBy: null }]);
    expect([view.audioRemoved, view.recordingId]).toEqual([false, recordingId]);
    expect(view.events.map(({ kind }) => kind)).toEqual(['recording.begun', 'recording.finished']);
  });
});

describe('a contact whose recording was destroyed after a withdrawal', () => {
  const view = shown(recording('removed', [segment('removed')]), [event('recording.removed', taken), ...told]);

  it('has nothing kept, and says what was destroyed and why', () => {
    expect(view.measures).toMatchObject([{ keptMs: 0, removedMs: 9900, removedBy: 'withdrawal' }]);
    expect([view.audioRemoved, view.recordingId]).toEqual([true, null]);
  });
});

describe('the gaps of what was destroyed', () => {
  const lost = { id: 'lost', recordingId, channel: 'customer', reason: 'lost', cause: 'packets-lost' } as const;
  const afterNo = { ...lost, id: 'no', channel: null, reason: 'consent-withdrawn', cause: null, missingMs: null } as const;
  const gaps = [
    { ...lost, fromMs: 4000, toMs: 5000, missingMs: 1000 },
    { ...afterNo, fromMs: 9900, toMs: 15_000 },
  ];
  const again = { ...segment('closed'), id: 'again', number: 2, startMs: 15_000 };

  it.each([
    ['a no', { ...recording('removed', [segment('removed')]), gaps }, [event('recording.removed', taken), ...told]],
    ['an erasure, which leaves no file in the books', { ...recording('finished', []), gaps }, []],
  ])('are not told after %s', (_, kept, events) => {
    expect(shown(kept, events).recordings).toMatchObject([{ gaps: [], recordedMs: 0 }]);
  });

  it('are not told beside what another call of the contact kept, which begins with its own audio', () => {
    const later = { ...lost, fromMs: 20_000, toMs: 21_000, missingMs: 1000 };
    const kept = { ...recording('finished', [segment('removed'), again]), gaps: [...gaps, later] };
    expect(shown(kept, told).recordings).toMatchObject([{ segments: [{ startMs: 0 }], gaps: [{ fromMs: 5000, toMs: 6000 }] }]);
  });

  it('are told where they lie in what is there, and where nothing was ever kept', () => {
    const views = [recording('finished', [segment('closed')]), recording('finished', [])].map((each) => ({ ...each, gaps }));
    expect(views.map((each) => recordingView(each).gaps.length)).toEqual([2, 2]);
  });
});

describe('the rest of a call whose recorder was killed', () => {
  it('is missing of each of its channels, as its event tells', () => {
    const kept = recording('recovered', [segment('recovered')]);
    const missing = [told, [...told, { ...event('recording.rest-missing', ended), subjectId: null }]];
    expect(missing.map((events) => shown(kept, events).measures)).toMatchObject([
      [{ restMissing: false }],
      [{ restMissing: true }],
    ]);
  });
});

describe('a recording that rests', () => {
  const moved = (...kinds: string[]) => kinds.map((kind, second) => event(kind, new Date(at.getTime() + second * 1000)));

  it.each([
    ['a hold', false, 'paused', ['recording.begun', 'recording.paused']],
    ['its user, or a no', true, 'paused', ['recording.begun', 'recording.paused', 'recording.resumed', 'recording.stopped']],
    ['nothing any more', false, 'recording', ['recording.begun', 'recording.stopped', 'recording.begun']],
    ['a hold after it went on again', false, 'paused', ['recording.stopped', 'recording.begun', 'recording.paused']],
  ] as const)('by %s is stopped: %s', (_by, isStopped, state, kinds) => {
    const view = shown(recording(state, [segment('closed')]), moved(...kinds));
    expect(view.recordings).toMatchObject([{ isStopped }]);
  });
});

describe('a contact whose recording went later', () => {
  it.each([
    ['by its term', recording('removed', [segment('removed')]), told],
    ['by an erasure, which leaves no file in the books', recording('finished', []), []],
  ])('%s, has nothing kept and tells it from a withdrawal', (_, kept, events) => {
    const view = shown(kept, events);
    expect(view.measures).toMatchObject([{ keptMs: 0, removedMs: 9900, removedBy: 'term-or-erasure' }]);
    expect([view.audioRemoved, view.recordingId]).toEqual([true, null]);
    expect(view.events).toHaveLength(events.length);
  });
});

describe('an event of one side', () => {
  it('says which side it is about, and one of the call says none', () => {
    const lost = { ...event('alarm.audio-lost.raised', at), channel: 'customer' as const };
    const { events } = shown(recording('finished', []), [lost, event('stream.held', ended)]);
    expect(events.map(({ kind, channel }) => [kind, channel])).toEqual([
      ['alarm.audio-lost.raised', 'customer'],
      ['stream.held', null],
    ]);
  });
});

describe('the count of what was told of a contact', () => {
  it('rises with the end of the call', () => {
    const call = callWith(recording('finished', [segment('closed')]), told);
    expect(changesOf(call) - changesOf({ ...call, closedAt: null })).toBe(1);
  });
});

describe('an event that names another contact', () => {
  it('leads to it where that may be seen', () => {
    const call = callWith(recording('finished', []), [
      { ...event('contact.followed', ended), subjectId: 'next' },
      { ...event('contact.follows', at), subjectId: 'hidden' },
    ]);
    const { events } = detailView(call, names, new Map([['next', 'next-contact']]));
    expect(events.map(({ contactId: other }) => other)).toEqual(['next-contact', null]);
  });
});

describe('the rule of its queue', () => {
  const said = {
    state: 'given',
    at,
    wordingVersion: null,
    evidenceKind: 'agent',
  } as unknown as StoredContact['consents'][number];
  const goingOn: StoredContact = { ...callWith(recording('recording', []), []), closedAt: null, recordings: [] };

  it('is told of a contact that goes on, as long as nothing was said or begun', () => {
    const told = [
      goingOn,
      { ...goingOn, consents: [said] },
      { ...goingOn, recordings: [recording('recording', [])] },
      { ...goingOn, closedAt: ended },
    ];
    expect(told.map(followsItsQueue)).toEqual([true, false, false, false]);
  });
});

describe('the length of what was recorded', () => {
  it('counts no silence that stands for what was lost', () => {
    const long = { ...segment('closed'), octets: 240_000 };
    const lost = {
      ...{ id: 'gap', recordingId, channel: 'customer' as const, reason: 'lost' as const, cause: 'packets-lost' as const },
    };
    const gaps = [{ ...lost, fromMs: 4000, toMs: 26_000, missingMs: 22_000 }];
    const [view] = shown({ ...recording('finished', [long]), gaps }, told).recordings;
    expect([view?.durationMs, view?.recordedMs]).toEqual([30_000, 8000]);
  });
});
