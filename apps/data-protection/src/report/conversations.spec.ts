import { conversationsOf } from './conversations';

const [contact, recording] = ['contact', 'recording'];
const at = new Date('2026-11-29T18:07:05.000Z');
const contacts = [{ id: contact, opened_at: at, closed_at: at, direction: 'inbound', channel: 'voice' }];
const rows = {
  outcomes: [],
  gaps: [],
  consents: [],
  events: [],
  recordings: [{ contact_id: contact, id: recording, part: 'agent', state: 'finished', started_at: at, ended_at: at }],
  // Big integers come from the database as text.
  measures: [
    {
      ...{ contact_id: contact, part: 'agent', channel: 'customer', expected_ms: '9900', kept_ms: '9900' },
      ...{ missing_ours_ms: '0', missing_theirs_ms: '0', main_cause: null },
    },
  ],
};
const file = {
  contact_id: contact,
  recording_id: recording,
  channel: 'customer',
  start_ms: '0',
  octets: '79200',
  state: 'closed',
};

describe('what a conversation has of its recording', () => {
  it.each([
    ['is what was kept while its files stand', [file], { keptMs: 9900, removedMs: 0 }],
    ['is nothing once they were removed', [{ ...file, state: 'removed' }], { keptMs: 0, removedMs: 9900 }],
    ['is nothing once none is held of it', [{ ...file, recording_id: 'other' }], { keptMs: 0, removedMs: 9900 }],
  ])('%s', (_, segments, left) => {
    expect(conversationsOf(contacts, { ...rows, segments })[0]?.measures).toMatchObject([left]);
  });
});

describe('the rest of a call whose recorder was killed', () => {
  it.each([
    ['recording.rest-missing', true],
    ['recording.finished', false],
  ])('is missing by its event: %s, %s', (kind, restMissing) => {
    const [one] = conversationsOf(contacts, { ...rows, segments: [file], events: [{ contact_id: contact, kind }] });
    expect(one?.measures).toMatchObject([{ restMissing }]);
  });
});

describe('the length of a recording', () => {
  const ended = [{ ...rows.recordings[0], ended_at: new Date(at.getTime() + 30_000) }];
  const lost = { contact_id: contact, recording_id: recording, channel: 'customer', from_ms: '2000', missing_ms: '1900' };
  it.each([
    ['is what of it is there', [], 10],
    ['is not that of the silence that stands for what was lost', [lost], 8],
    ['is not shortened by what another recording lost', [{ ...lost, recording_id: 'other' }], 10],
  ])('%s', (_, gaps, seconds) => {
    const [told] = conversationsOf(contacts, { ...rows, recordings: ended, segments: [file], gaps });
    expect(told?.recordings).toMatchObject([{ seconds }]);
  });
});
