import fc from 'fast-check';
import { normaliseEmail, normalisePhone } from '@voxkeep/personal-data';
import { parseOffer } from '../sdp/offer.js';
import { parseAddressOfRecord, withholds } from './address-of-record.js';
import { parseSiprecBody } from './body.js';
import { parseRecordingMetadata } from './metadata.js';

const few = 1024;
const many = 64 * 1024 - 256;
/** A loop in a loop takes 64 times as long per octet; noise of a machine does not take eight times, when the best of many counts. */
const bound = 8;
const filled = (piece: string, length: number): string => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
const octets = (text: string): Buffer => Buffer.from(text, 'latin1');

/** What each parser is given: `around` the run of a piece, so that it comes as far as it can. */
const parsers: Readonly<Record<string, { readonly read: (text: string) => unknown; readonly around: readonly string[] }>> = {
  'session description': {
    read: parseOffer,
    around: ['{}', 'v=0\r\n{}', 'v=0\r\nm=audio 4000 RTP/AVP {}', 'v=0\r\nm=audio 4000 RTP/AVP 8\r\na=rtpmap:{}'],
  },
  'recording metadata': {
    read: parseRecordingMetadata,
    around: [
      '{}',
      '<recording>{}',
      '<recording>{}</recording>',
      '<recording a="{}"/>',
      '<recording {}/>',
      '<recording><start-time>{}</start-time></recording>',
    ],
  },
  'multipart body': {
    read: (text) => parseSiprecBody('multipart/mixed;boundary=b1', octets(text)),
    around: [
      '{}',
      '--b1\r\n{}',
      '--b1\r\nContent-Type: application/sdp\r\n\r\n{}\r\n--b1--',
      '--b1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}',
    ],
  },
  'content type': {
    read: (text) => parseSiprecBody(text, octets('--b1\r\n\r\nx\r\n--b1--')),
    around: ['{}', 'multipart/mixed;{}', 'multipart/mixed;boundary="{}'],
  },
  'address of record': { read: (text) => parseAddressOfRecord(text), around: ['{}', 'sip:{}@x', 'tel:1;{}'] },
  'privacy header': { read: (text) => withholds([text]), around: ['{}'] },
  'telephone number': { read: (text) => normalisePhone(text, 'EE'), around: ['{}', 'tel:{}', '"{}" <sip:1@x>'] },
  'e-mail address': { read: normaliseEmail, around: ['{}', 'a@{}', '{}@b.ee'] },
};
const pieces = [
  ...[
    ' ',
    '\t',
    '\n',
    '\r\n',
    '\r',
    '\0',
    'a',
    '0',
    '-',
    '--',
    '.',
    ':',
    ';',
    ',',
    '=',
    '"',
    "'",
    '&',
    '&#',
    '%',
    '%2',
    '<',
    '>',
    '@',
    '/',
  ],
  ...[
    '<a>',
    '<a',
    '</a>',
    '<a b="',
    '<a b="c" ',
    ' b="c"',
    '<!--',
    '<![CDATA[',
    '<?',
    ']]>',
    '&amp;',
    '<a/>',
    '--b1\r\n',
    '\n--',
    '--b1\r\n\r\n',
  ],
  ...[
    'a=rtpmap:8 PCMA/8000\r\n',
    'm=audio 1 RTP/AVP 8\r\n',
    'v=0\r\n',
    'v=0 ',
    'a=label:',
    '8 ',
    ';a=b',
    '=\r\n',
    '=41',
    'a: b\r\n',
    ' a\r\n',
    '\u00e9',
  ],
];

/** Rounds in which the best runs are looked for: more than a busy machine can spoil, since a square stays one in each of them. */
const mostRounds = 40;
/** By then both are compiled. */
const fewestRounds = 3;

/** Nanoseconds per octet of the best of several runs. */
function costOf(read: (text: string) => unknown, text: string, runs: number): number {
  let best = Infinity;
  for (let run = 0; run < runs; run += 1) {
    const since = process.hrtime.bigint();
    read(text);
    best = Math.min(best, Number(process.hrtime.bigint() - since));
  }
  return best / text.length;
}

/**
 * How much dearer an octet is in a long text; below a nanosecond an octet is all the same. Short and long runs take turns until that is
 * seen to be little, which it never is where it is not.
 */
function growthOf(read: (text: string) => unknown, around: string, piece: string): number {
  const [short, long] = [few, many].map((length) => around.replace('{}', () => filled(piece, length))) as [string, string];
  let [ofShort, ofLong] = [Infinity, Infinity];
  for (let round = 0; round < mostRounds; round += 1) {
    ofShort = Math.min(ofShort, costOf(read, short, 16));
    ofLong = Math.min(ofLong, costOf(read, long, 1));
    if (round >= fewestRounds && ofLong / Math.max(ofShort, 1) <= bound) break;
  }
  return ofLong / Math.max(ofShort, 1);
}

describe.each(Object.entries(parsers))('the reader of a %s', (_name, { read, around }) => {
  it.each(around)('takes as long for each octet of a long text as of a short one: %j', (frame) => {
    const slow = pieces.flatMap((piece) => {
      const growth = growthOf(read, frame, piece);
      return growth > bound ? [{ piece, growth }] : [];
    });
    expect(slow).toEqual([]);
  });

  it('never throws', () => {
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((some) => some.join('')),
    );
    fc.assert(
      fc.property(fc.constantFrom(...around), text, (frame, inner) => {
        read(frame.replace('{}', () => inner));
      }),
      { numRuns: 1000 },
    );
  });
});
