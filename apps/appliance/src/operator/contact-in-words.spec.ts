import { tellContact, type ToldContact } from './contact-in-words.js';

describe('a contact in words', () => {
  const asked = { state: 'asked', evidenceKind: 'announced' } as const;
  const yes = { state: 'given', evidenceKind: 'digit' } as const;
  const takenBack = { state: 'withdrawn', evidenceKind: 'agent' } as const;
  const kept = { outcome: 'kept', cause: null } as const;
  const no = { state: 'refused', evidenceKind: 'agent' } as const;
  const [done, gone] = [
    { id: 'row', state: 'finished' },
    { id: 'row', state: 'removed' },
  ];
  const running = { id: 'row', state: 'recording' };
  const waits = { id: 'waits', kind: 'recording.waits-for-vault', at: new Date(0), subjectId: 'row' };
  const of = (more: Partial<ToldContact>): string =>
    tellContact({
      consents: [],
      recordings: [],
      outcomes: [],
      measures: [],
      closedAt: null,
      events: [],
      callsGoingOn: 0,
      ...more,
    });

  it.each<[string, Partial<ToldContact>]>([
    ['the customer was asked, said yes by key; kept', { consents: [asked, yes], outcomes: [kept] }],
    [
      'the customer was asked, said yes by key, took the yes back; destroyed, because the customer took the consent back during the call',
      { consents: [asked, yes, takenBack], outcomes: [{ outcome: 'withdrawn', cause: null }] },
    ],
    ['failed: no audio arrived', { outcomes: [{ outcome: 'failed', cause: 'no-media' }] }],
    ['the customer was told of the recording; kept', { consents: [asked], recordings: [done], outcomes: [kept] }],
    [
      'the customer was told of the recording, said no; recorded until the customer said no during the call, and that much kept',
      { consents: [asked, no], recordings: [done], outcomes: [{ outcome: 'withdrawn', cause: null }] },
    ],
    [
      'the customer was told of the recording, said no; destroyed, because the customer said no during the call',
      { consents: [asked, no], recordings: [gone], outcomes: [{ outcome: 'withdrawn', cause: null }] },
    ],
    [
      'kept with gaps: 1.2 s of the customer and 2.0 s of the agent is missing',
      {
        outcomes: [{ outcome: 'kept-with-gaps', cause: null }],
        measures: [
          { channel: 'customer', missingOursMs: 1000, missingTheirsMs: 200 },
          { channel: 'agent', missingOursMs: 0, missingTheirsMs: 2000 },
        ],
      },
    ],
    [
      'kept with gaps: 1.0 s of the customer is missing, and the rest of the call after the recorder stopped',
      {
        outcomes: [{ outcome: 'kept-with-gaps', cause: null }],
        measures: [{ channel: 'customer', missingOursMs: 1000, missingTheirsMs: 0 }],
        events: [{ ...waits, kind: 'recording.rest-missing', subjectId: null }],
      },
    ],
    [
      'kept with gaps: the rest of the call after the recorder stopped is missing',
      {
        outcomes: [{ outcome: 'kept-with-gaps', cause: null }],
        events: [{ ...waits, kind: 'recording.rest-missing', subjectId: null }],
      },
    ],
    ['the customer was asked; goes on and is not recorded so far; see it under Live', { consents: [asked] }],
    [
      'the customer was asked, said yes by key; goes on and is being recorded; see it under Live',
      { consents: [asked, yes], recordings: [running] },
    ],
    ['over, and its outcome is still to come; it will be told under Contacts', { closedAt: new Date(0) }],
    [
      'over, and its recording waits to be put away; if this lasts, look at the disk of the vault',
      { recordings: [running], events: [waits] },
    ],
  ])('%s', (sentence, contact) => {
    expect(of(contact)).toBe(sentence);
  });

  it('does not go on where its caller has hung up, whatever the books say so far', () => {
    const behind = {
      consents: [],
      recordings: [running],
      outcomes: [],
      measures: [],
      closedAt: null,
      events: [],
      callsGoingOn: 0,
    };
    expect(tellContact(behind, true)).toBe('over, and its outcome is still to come; it will be told under Contacts');
  });
});
