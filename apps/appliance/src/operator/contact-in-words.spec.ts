import { tellContact, type ToldContact } from './contact-in-words.js';

describe('a contact in words', () => {
  const asked = { state: 'asked', evidenceKind: 'announced' } as const;
  const yes = { state: 'given', evidenceKind: 'digit' } as const;
  const takenBack = { state: 'withdrawn', evidenceKind: 'agent' } as const;
  const kept = { outcome: 'kept', cause: null } as const;
  const running = { id: 'row', state: 'recording' };
  const waits = { id: 'waits', kind: 'recording.waits-for-vault', at: new Date(0), subjectId: 'row' };
  const of = (more: Partial<ToldContact>): string =>
    tellContact({ consents: [], recordings: [], outcomes: [], closedAt: null, events: [], callsGoingOn: 0, ...more });

  it.each<[string, Partial<ToldContact>]>([
    ['the customer was asked, said yes by key; kept', { consents: [asked, yes], outcomes: [kept] }],
    [
      'the customer was asked, said yes by key, took the yes back; destroyed, because the customer took the consent back during the call',
      { consents: [asked, yes, takenBack], outcomes: [{ outcome: 'withdrawn', cause: null }] },
    ],
    ['failed (no-media)', { outcomes: [{ outcome: 'failed', cause: 'no-media' }] }],
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
    const behind = { consents: [], recordings: [running], outcomes: [], closedAt: null, events: [], callsGoingOn: 0 };
    expect(tellContact(behind, true)).toBe('over, and its outcome is still to come; it will be told under Contacts');
  });
});
