import { readInfoDigit } from '../info-digit.js';
import { readOffer } from '../../session/admission/read-offer.js';
import { partiesOf } from '../../session/contact/parties-heard.js';
import { LIMITS } from './limits.js';
import { readHead } from './message-head.js';
import { parseNameAddress, splitList } from './name-address.js';
import { nextHopOf } from './next-hop.js';
import { readOwnText } from './own-text.js';
import { readMessage } from './read-message.js';
import { statelessReply } from './stateless-reply.js';
import { StreamFramer } from './stream-framer.js';
import { parseUri } from './uri.js';
import { stampVia, transactionKey } from './via.js';
import { setBodyAside, isMarked } from '../received.js';

const KIB = 1024;
const source = { address: '192.0.2.9', port: 5071, transport: 'udp' } as const;
/**
 * Headers come to their parsers up to their limit; whole messages up to theirs, from 1 kB to 64, whatever header is so long. Longer than a
 * header's limit nothing comes to who reads a value alone: such arrays and texts lie elsewhere in the heap and cost a step, not a square.
 */
const WHOLE = 64 * KIB;
const VALUE = LIMITS.value;
/** Work for 64 times the octets: 64 times as much when linear, 4,096 when quadratic. Eight is far from both noise and a square. */
const MOST_GROWTH = 8;
const FILLERS = [' ', '\r\n ', '\r\n', ';', ',', '"', '<', '(', '@', 'a', ';a=', 'c: ', '\0'];

const filled = (filler: string, octets: number): string => filler.repeat(Math.ceil(octets / filler.length)).slice(0, octets);
const around = (headers: string): string =>
  `INVITE sip:srs@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\nContact: <sip:a@b>\r\n${headers}`;
const inHeader =
  (name: string) =>
  (filler: string, octets: number): string =>
    around(`${name}: ${filled(filler, octets)}\r\n\r\n`);

const take = (text: string): void => {
  const bytes = Buffer.from(text, 'latin1');
  const head = stampVia(readHead(bytes), source);
  const message = readMessage(head, bytes.subarray(head.octets));
  statelessReply(head, { status: 400, reason: 'Bad Request' });
  if (message === undefined || 'status' in message || 'statusCode' in message) return;
  setBodyAside(message, source);
  isMarked(message);
};
const stream = (text: string): void => {
  const framer = new StreamFramer();
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at += 16) framer.push(bytes.subarray(at, at + 16));
};

/** As many streams as a call may have, all of one label. */
const STREAMS = Array.from({ length: 16 }, (_each, index) => ({ index, label: '1' }));
const HOUSE = { customerIs: 'external-number', ownNumberPrefixes: ['+372 6', '8'], region: 'EE' } as const;
/** From a body to the parties that it tells of. */
const tellParties = (text: string): void => {
  const body = Buffer.from(text);
  const about = {
    callId: 'x',
    source,
    unmarked: false,
    headers: () => ['none'],
    contentType: 'application/rs-metadata+xml',
    body,
  };
  partiesOf(STREAMS, readOffer(about), HOUSE);
};
/** Metadata in which one more element means one more to compare with all others, up to some octets. */
const metadataOf = (elementOf: (index: number) => string, octets: number): string => {
  const elements: string[] = [];
  for (let index = 0, length = 0; length < octets - 200; index += 1) {
    const element = elementOf(index);
    elements.push(element);
    length += element.length;
  }
  return `<recording>${elements.join('')}</recording>`;
};
const sending = (index: number): string =>
  `${streamsOf(index)}<participantstreamassoc id="p${index}">${'<send>x</send>'.repeat(34)}</participantstreamassoc>`;
const streamsOf = (index: number): string =>
  [0, 1, 2, 3].map((each) => `<stream id="t${index}.${each}"><label>1</label></stream>`).join('');
const named = (index: number): string =>
  `<participant id="p${index}">${'<nameID aor="tel:6123456"/>'.repeat(8)}</participant><participantstreamassoc id="p${index}"><send>t0.0</send></participantstreamassoc>${streamsOf(index)}`;

interface Reader {
  readonly what: string;
  readonly most: number;
  readonly read: (text: string) => unknown;
  readonly textOf: (filler: string, octets: number) => string;
}

const NAMES = [
  'Via',
  'From',
  'To',
  'Contact',
  'Record-Route',
  'Call-ID',
  'CSeq',
  'Content-Length',
  'Content-Type',
  'Session-Expires',
  'X',
];

/** Every function that a message of a peer reaches, with a text in which a run of one filler grows. */
const READERS: readonly Reader[] = [
  { what: 'a datagram', most: WHOLE, read: take, textOf: filled },
  {
    what: 'a start line',
    most: WHOLE,
    read: take,
    textOf: (filler, octets) => `INVITE sip:${filled(filler, octets)} SIP/2.0\r\n\r\n`,
  },
  ...NAMES.map((name) => ({ what: `a header ${name}`, most: VALUE - 128, read: take, textOf: inHeader(name) })),
  ...NAMES.map((name) => ({
    what: `a message whose ${name} grows beyond its limit`,
    most: WHOLE,
    read: take,
    textOf: inHeader(name),
  })),
  {
    what: 'header lines',
    most: WHOLE,
    read: take,
    textOf: (filler, octets) => around(`${filled(`X: ${filler.trim()}\r\n`, octets)}\r\n\r\n`),
  },
  {
    what: 'a body',
    most: WHOLE,
    read: take,
    textOf: (filler, octets) => around(`Content-Type: multipart/mixed\r\n\r\n${filled(filler, octets)}`),
  },
  {
    what: 'a stream in small segments',
    most: WHOLE,
    read: stream,
    textOf: (filler, octets) => around(`X: ${filled(filler, octets)}`),
  },
  {
    what: 'a stream of messages',
    most: WHOLE,
    read: stream,
    textOf: (_filler, octets) => filled(around('Content-Length: 0\r\n\r\n'), octets),
  },
  { what: 'a URI', most: VALUE, read: parseUri, textOf: (filler, octets) => `sip:${filled(filler, octets)}` },
  { what: 'an address', most: VALUE, read: parseNameAddress, textOf: filled },
  {
    what: 'an address with a name',
    most: VALUE,
    read: parseNameAddress,
    textOf: (filler, octets) => `"${filled(filler, octets)}`,
  },
  { what: 'parameters', most: VALUE, read: parseNameAddress, textOf: (filler, octets) => `<sip:a@b>${filled(filler, octets)}` },
  { what: 'a list', most: VALUE, read: splitList, textOf: filled },
  {
    what: 'a transaction',
    most: VALUE,
    read: (text) => transactionKey(text, 'INVITE'),
    textOf: (filler, octets) => `SIP/2.0/UDP a${filled(filler, octets)}`,
  },
  { what: 'a message of ours', most: WHOLE, read: (text) => nextHopOf(readOwnText(text).head), textOf: inHeader('Route') },
  ...[sending, named].map((elementOf) => ({
    ...{ what: `the parties of a body by ${elementOf.name}`, most: WHOLE, read: tellParties },
    textOf: (_filler: string, octets: number) => metadataOf(elementOf, octets),
  })),
  {
    what: 'an INFO',
    most: WHOLE,
    read: (text) => readInfoDigit('application/dtmf-relay', Buffer.from(text)),
    textOf: (filler, octets) => `Signal=${filled(filler, octets)}`,
  },
];

/** Rounds in which the shortest run is looked for: more than a busy machine can spoil, since a square stays one in each of them. */
const MOST_ROUNDS = 40;
/** By then both are compiled, and what is new for the first time is not. */
const FEWEST_ROUNDS = 6;

/**
 * What this process worked meanwhile, in microseconds. Not the time that passed: beside others most of that is theirs, and a long run
 * meets them more often than a short one.
 */
function workOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** The shortest runs of each text so far: a run is only ever made longer, by what a busy machine and the process itself do beside it. */
interface Shortest {
  readonly small: number;
  readonly large: number;
}

/**
 * How much more an octet costs in a large text than in one of a sixty-fourth; below a nanosecond an octet is all the same. Short and long
 * runs take turns until the growth is seen to be small: as long as that takes, and that never comes where it is not.
 */
function growthOf({ read, textOf, most }: Reader, filler: string): number {
  const small = textOf(filler, most / 64);
  const large = textOf(filler, most);
  const growthIn = (shortest: Shortest): number => shortest.large / 64 / Math.max(shortest.small / 8, most / 64_000);
  let shortest: Shortest = { small: Infinity, large: Infinity };
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const ofSmall = workOf(() => {
      for (let turn = 0; turn < 8; turn += 1) read(small);
    });
    const ofLarge = workOf(() => read(large));
    shortest = { small: Math.min(shortest.small, ofSmall), large: Math.min(shortest.large, ofLarge) };
    if (round >= FEWEST_ROUNDS && growthIn(shortest) <= MOST_GROWTH) break;
  }
  return growthIn(shortest);
}

describe('the work to read a message', () => {
  it.each(READERS)('grows with the octets of $what and no faster, whatever they are', (reader) => {
    const growing = FILLERS.map((filler) => ({ filler, growth: growthOf(reader, filler) }));
    expect(growing.filter(({ growth }) => growth > MOST_GROWTH)).toEqual([]);
  });
});
