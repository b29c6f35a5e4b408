import fc from 'fast-check';
import { applyMetadata } from './apply-metadata.js';
import { metadataFault, parseRecordingMetadata } from './metadata.js';
import type { RecordingMetadata } from './metadata.js';

const complete = `<?xml version="1.0"?>
<recording xmlns="urn:ietf:params:xml:ns:recording:1"><datamode>complete</datamode>
 <session session_id="S1"><sipSessionID>ab30;remote=cd40</sipSessionID><start-time>2026-11-21T00:00:00Z</start-time></session>
 <participant participant_id="P1"><nameID aor="tel:+15551234567"/></participant>
 <participant participant_id="P2"><nameID aor="sip:7001@pbx.example"><name xml:lang="et">Mari &amp; Jüri</name></nameID></participant>
 <stream stream_id="T1" session_id="S1"><label>96</label></stream>
 <stream stream_id="T2" session_id="S1"><label>007</label></stream>
 <participantsessionassoc participant_id="P1" session_id="S1"><associate-time>2026-11-21T03:00:00+0300</associate-time></participantsessionassoc>
 <participantstreamassoc participant_id="P1"><send>T1</send><recv>T2</recv></participantstreamassoc>
 <participantstreamassoc participant_id="P2"><send>T2</send></participantstreamassoc>
</recording>`;

const read = (xml: string): RecordingMetadata => {
  const outcome = parseRecordingMetadata(xml);
  if ('problem' in outcome) throw new Error(outcome.problem);
  return outcome.metadata;
};

describe('recording metadata', () => {
  it('gives sessions, participants, streams and who sends what', () => {
    expect(read(complete)).toEqual({
      mode: 'complete',
      sessions: [{ id: 'S1', sipSessionIds: ['ab30;remote=cd40'], startedAt: '2026-11-21T00:00:00.000Z' }],
      participants: [
        { id: 'P1', aors: ['tel:+15551234567'], names: [] },
        { id: 'P2', aors: ['sip:7001@pbx.example'], names: ['Mari & Jüri'] },
      ],
      streams: [
        { id: 'T1', label: '96', sessionId: 'S1' },
        { id: 'T2', label: '007', sessionId: 'S1' },
      ],
      streamAssociations: [
        { participantId: 'P1', sends: ['T1'], receives: ['T2'] },
        { participantId: 'P2', sends: ['T2'], receives: [] },
      ],
      sessionAssociations: [{ participantId: 'P1', sessionId: 'S1', associatedAt: '2026-11-21T00:00:00.000Z' }],
    });
  });

  it('reads the drafts: other namespace and prefix, id attributes, send inside participant', () => {
    const draft = `<r:recording xmlns:r="urn:ietf:params:xml:ns:siprec"><r:dataMode>Partial</r:dataMode>
      <r:participant id="P1" session="S1"><r:aor>sip:+3725550100@x</r:aor><r:send>T1</r:send></r:participant><r:stream id="T1" session="S1"><r:label>a_leg</r:label></r:stream></r:recording>`;
    expect(read(draft)).toMatchObject({
      mode: 'partial',
      participants: [{ id: 'P1', aors: ['sip:+3725550100@x'] }],
      streams: [{ id: 'T1', label: 'a_leg', sessionId: 'S1' }],
      streamAssociations: [{ participantId: 'P1', sends: ['T1'] }],
    });
  });

  it('is read under the root of other vendors, and says so', () => {
    const odd = complete
      .replaceAll('recording xmlns', 'recording_metadata xmlns')
      .replace('</recording>', '</recording_metadata>');
    const outcome = parseRecordingMetadata(odd);
    expect(outcome).toEqual({ metadata: read(complete), flags: ['odd-root'] });
  });

  it.each(['<name>Smith & Sons</name>', '<name>Smith &Sons; &#0; &#x110000;</name>', '<name a="R&D"/>'])(
    'is read with an ampersand that is not escaped, and says so: %s',
    (name) => {
      const outcome = parseRecordingMetadata(
        complete.replace('<nameID aor="tel:+15551234567"/>', `<nameID aor="tel:+15551234567">${name}</nameID>`),
      );
      expect(outcome).toMatchObject({
        flags: ['unescaped-ampersand'],
        metadata: {
          streams: read(complete).streams,
          sessions: read(complete).sessions,
          participants: [{ aors: ['tel:+15551234567'] }, {}],
        },
      });
    },
  );

  it('takes references to characters', () => {
    const outcome = parseRecordingMetadata(complete.replace('Mari &amp; J', '&#77;&#x61;ri &lt; J'));
    expect(outcome).toMatchObject({ flags: [], metadata: { participants: [{}, { names: ['Mari < Jüri'] }] } });
  });

  it.each([
    [['body.no-metadata'], 'metadata.missing'],
    [['body.legacy-metadata-type', 'metadata.malformed'], 'metadata.unreadable'],
    [['body.malformed'], 'metadata.unreadable'],
    [['metadata.unescaped-ampersand', 'body.odd-metadata-type'], undefined],
  ] as const)('that could not be read is told from what is odd: %j is %s', (flags, fault) => {
    expect(metadataFault(flags)).toBe(fault);
  });

  it.each([
    ['unclosed tags', '<recording><session></recording>', 'malformed'],
    ['an entity definition', '<!DOCTYPE r [<!ENTITY a "aaaa">]><recording>&a;</recording>', 'malformed'],
    ['another document', '<html/>', 'not-rs-metadata'],
    ['too much of it', `<recording>${' '.repeat(300_000)}</recording>`, 'too-large'],
    ['nothing', '', 'malformed'],
    ['deep nesting', `${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}`, 'malformed'],
  ])('says what is wrong with %s', (_case, xml, problem) => {
    expect(parseRecordingMetadata(xml)).toEqual({ problem });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '<recording>',
            '</recording>',
            '<participant id="',
            '__proto__',
            '"/>',
            '<send>',
            '</send>',
            '&x;',
            '<![CDATA[',
            ']]>',
            '<constructor/>',
          ),
          { maxLength: 10 },
        ),
        (pieces) => {
          parseRecordingMetadata(pieces.join(''));
          parseRecordingMetadata(`<recording>${pieces.join('')}</recording>`);
        },
      ),
      { numRuns: 5000 },
    );
  });
});

describe('metadata of more than a call has', () => {
  const many = (count: number, textOf: (index: number) => string) =>
    Array.from({ length: count }, (_each, index) => textOf(index)).join('');

  it.each([
    ['participants', many(65, (index) => `<participant id="P${index}"/>`)],
    [
      'ways to name a participant',
      `<participant id="P0">${many(9, (index) => `<nameID aor="tel:${index}"><name>${index}</name></nameID>`)}</participant>`,
    ],
    [
      'streams of a participant',
      `<participantstreamassoc id="P0">${many(65, (index) => `<send>T${index}</send>`)}</participantstreamassoc>`,
    ],
  ])('are read up to a limit and flagged: %s', (_what, elements) => {
    const outcome = parseRecordingMetadata(`<recording>${elements}</recording>`);
    if ('problem' in outcome) throw new Error(outcome.problem);
    const { participants, streamAssociations } = outcome.metadata;
    expect(outcome.flags).toEqual(['elements-dropped']);
    expect(participants.length).toBeLessThanOrEqual(64);
    expect(participants.every(({ aors, names }) => aors.length <= 8 && names.length <= 8)).toBe(true);
    expect(streamAssociations.every(({ sends }) => sends.length <= 64)).toBe(true);
  });

  it('are not gathered by one update after the other', () => {
    let known = read(complete);
    for (let turn = 0; turn < 20; turn += 1) {
      const elements = many(60, (index) => `<participant id="P${turn}.${index}"/><stream id="T${turn}.${index}"/>`);
      known = applyMetadata(known, read(`<recording><datamode>partial</datamode>${elements}</recording>`));
    }
    expect([known.participants.length, known.streams.length, known.participants.at(-1)?.id]).toEqual([64, 500, 'P19.59']);
  });
});

describe('a metadata update', () => {
  const before = read(complete);
  const update = (xml: string): RecordingMetadata => applyMetadata(before, read(xml));

  it('replaces everything when complete', () => {
    expect(update('<recording><participant participant_id="P3"/></recording>').participants).toEqual([
      { id: 'P3', aors: [], names: [] },
    ]);
  });

  it('changes only what it names when partial', () => {
    const after =
      update(`<recording><datamode>partial</datamode><participant participant_id="P3"><nameID aor="sip:7002@pbx.example"/></participant>
      <participantstreamassoc participant_id="P2"><disassociate-time>2026-11-21T00:01:00</disassociate-time></participantstreamassoc>
      <participantstreamassoc participant_id="P3"><send>T2</send></participantstreamassoc></recording>`);
    expect(after.participants.map(({ id }) => id)).toEqual(['P1', 'P2', 'P3']);
    expect(after.streamAssociations).toEqual([
      { participantId: 'P1', sends: ['T1'], receives: ['T2'] },
      { participantId: 'P2', sends: ['T2'], receives: [], disassociatedAt: '2026-11-21T00:01:00.000Z' },
      { participantId: 'P3', sends: ['T2'], receives: [] },
    ]);
  });
});
