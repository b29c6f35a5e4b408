import fc from 'fast-check';
import { IncomingRequestMessage, Parser, type NameAddrHeader } from 'sip.js/lib/core/index.js';
import { LIMITS } from './limits.js';
import { hasTag, readHead, valueOf } from './message-head.js';
import { parseNameAddress, splitList } from './name-address.js';
import { readMessage, silentLoggers } from './read-message.js';
import { parseUri } from './uri.js';
import { stampVia } from './via.js';

const source = { address: '192.0.2.9', port: 5071, transport: 'udp' } as const;
const read = (text: string) => {
  const bytes = Buffer.from(text, 'latin1');
  const head = stampVia(readHead(bytes), source);
  return readMessage(head, bytes.subarray(head.octets));
};
const withHeaders = (...headers: readonly string[]): string =>
  [
    'OPTIONS sip:srs@192.0.2.1 SIP/2.0',
    'Via: SIP/2.0/UDP 192.0.2.9:5071;branch=z9hG4bK1;rport',
    'From: "A \\"B\\" C" <sip:a%20b:secret@example.com:5062;transport=tcp;lr>;tag=1',
    't: sip:srs@192.0.2.1;q=0.5',
    'i: abc@192.0.2.9',
    'CSeq: 7 OPTIONS',
    ...headers,
    '',
    '',
  ].join('\r\n');

describe('reading a SIP message', () => {
  it('joins folded lines and knows the compact names', () => {
    const { headers } = readHead(Buffer.from('X y\r\nk: timer\r\nSubject: one\r\n \t two\r\n\tthree\r\n\r\n'));
    expect(headers).toEqual([
      { name: 'supported', value: 'timer' },
      { name: 'subject', value: 'one two three' },
    ]);
  });

  it.each([
    ['a head without an end', 'OPTIONS sip:a SIP/2.0\r\nVia: x\r\n', 'incomplete'],
    ['a header without a colon', 'OPTIONS sip:a SIP/2.0\r\nnonsense\r\n\r\n', 'malformed'],
    ['a name that would change what all objects have', 'OPTIONS sip:a SIP/2.0\r\n__proto__: x\r\n\r\n', 'malformed'],
    ['a line break of half', 'OPTIONS sip:a SIP/2.0\r\nSubject: a\nVia: b\r\n\r\n', 'malformed'],
    ['too many lines', `OPTIONS sip:a SIP/2.0\r\n${'A: b\r\n'.repeat(LIMITS.lines + 1)}\r\n`, 'too-many-lines'],
    ['too long a value', `OPTIONS sip:a SIP/2.0\r\nA: ${'b'.repeat(LIMITS.value + 1)}\r\n\r\n`, 'too-long'],
    ['too long a head', `OPTIONS sip:a SIP/2.0\r\n${`A: ${'b'.repeat(8000)}\r\n`.repeat(8)}\r\n`, 'too-long'],
  ])('names the fault of %s', (_case, text, fault) => {
    expect(readHead(Buffer.from(text)).fault).toBe(fault);
  });

  it.each(Object.getOwnPropertyNames(Object.prototype))('takes %s, which all objects have, for a name like any other', (name) => {
    const { headers } = readHead(Buffer.from(`X y\r\n${name}: z\r\n\r\n`));
    const written = parseNameAddress(`<sip:a@b;${name}>;${name}`)?.toString();
    const lower = name.toLowerCase();
    const isRefused = lower === '__proto__'; // the library keeps headers and parameters in objects, of which this is the kind
    expect(headers).toEqual(isRefused ? [] : [{ name: lower, value: 'z' }]);
    expect(written).toBe(isRefused ? undefined : `<sip:a@b;${lower}>;${lower}`);
  });

  it.each(['Giorgià', 'Š', 'Р'])('keeps the last octet of %s, which is a blank in other encodings', (name) => {
    const octets = Buffer.from(name, 'utf8').toString('latin1');
    const head = readHead(Buffer.from(`X y\r\nSubject: \t${name} \r\nOrganization: a\r\n ${name}\r\n\r\n`, 'utf8'));
    expect([valueOf(head, 'subject'), valueOf(head, 'organization')]).toEqual([octets, `a ${octets}`]);
    expect(parseNameAddress(`${octets} <sip:a@b>`)?.displayName).toBe(octets);
    expect(splitList(`a, ${octets} ,b`)).toEqual(['a', octets, 'b']);
  });

  it.each([
    ['<sip:a@b>;tag=1', true],
    ['sip:a@b ; TAG = 1', true],
    ['"x" <sip:a@b>;y="z>";tag=1', true],
    ['"x;tag=1" <sip:a@b>', false],
    ['"x\\";tag=1" <sip:a@b>', false],
    ['"a>;tag=1" <sip:a@b>', false],
    ['<sip:a;tag=1@b>', false],
    ['<sip:a@b>;y=";tag=1"', false],
    ['sip:a@b', false],
  ])('says of the To %s whether it names a dialog, as its parser does', (to, tagged) => {
    expect(hasTag(to)).toBe(tagged);
    expect(parseNameAddress(to)?.hasParam('tag') ?? false).toBe(tagged);
  });

  it('takes exactly as many lines as it says', () => {
    const text = `OPTIONS sip:a SIP/2.0\r\n${'A: b\r\n'.repeat(LIMITS.lines)}\r\n`;
    const { headers, octets, fault } = readHead(Buffer.from(text));
    expect([headers.length, octets, fault]).toEqual([LIMITS.lines, text.length, undefined]);
  });

  it('gives the library what its own parser would give it', () => {
    const text = withHeaders(
      'm: <sip:a@192.0.2.9;transport=udp>;+sip.src;expires=3',
      'Record-Route: <sip:p1;lr>, <sip:p2:5070;lr>',
      'Max-Forwards: 70',
      'X-Other: kept',
    );
    const ours = read(text);
    const theirs = Parser.parseMessage(text, silentLoggers().getLogger('x'));
    if (!(ours instanceof IncomingRequestMessage) || !(theirs instanceof IncomingRequestMessage)) throw new Error('not read');
    const shown = (message: IncomingRequestMessage) => ({
      ...{ method: message.method, callId: message.callId, cseq: message.cseq, fromTag: message.fromTag, toTag: message.toTag },
      ruri: message.ruri?.toString(),
      from: message.from.toString(),
      to: message.to.toString(),
      contact: (message.parseHeader('contact') as NameAddrHeader).toString(),
      routes: message.getHeaders('record-route'),
      other: message.getHeaders('x-other'),
    });
    expect(shown(ours)).toEqual(shown(theirs));
  });

  it('keeps a parameter in quotes whole', () => {
    expect(parseNameAddress('<sip:a@b>;x="a;b>,\\"";tag=1')?.getParam('tag')).toBe('1');
  });

  it('reads any address that the library writes', () => {
    const user = fc.stringMatching(/^[a-z0-9+.]{1,20}$/);
    const host = fc.constantFrom('example.com', '192.0.2.7', '[2001:db8::1]');
    const parameters = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.option(fc.stringMatching(/^[a-z0-9.]{1,6}$/)), {
      maxKeys: 3,
    });
    fc.assert(
      fc.property(fc.string(), user, host, fc.option(fc.nat(65_535)), parameters, (name, who, where, port, extra) => {
        const quoted = `"${name.replace(/[^ -~]/g, '').replace(/["\\]/g, '\\$&')}"`;
        const tail = Object.entries(extra).map(([key, value]) => (value === null ? `;${key}` : `;${key}=${value}`));
        const uri = `sip:${who}@${where}${port === null ? '' : `:${port}`}`;
        const parsed = parseNameAddress(`${quoted} <${uri}>${tail.join('')}`);
        expect(parsed?.uri.toString()).toBe(uri);
        expect(Object.entries(extra).every(([key, value]) => parsed?.getParam(key) === value)).toBe(true);
      }),
    );
  });

  it('carries a telephone number as it stands, and writes no URI that the library could not write again', () => {
    expect(parseNameAddress('<tel:+15550100;phone-context=example.com>;tag=x')?.uri.toString()).toBe(
      'tel:+15550100;phone-context=example.com',
    );
    expect(parseUri('sip:100%25@example.com')?.toString()).toBe('sip:100%25@example.com');
    expect(parseUri('sip:%zz@example.com')).toBeUndefined();
  });

  it('cuts a list at the commas that separate its values', () => {
    expect(splitList('"a, b" <sip:a,b@c>, <sip:d>;x="1,2" , e')).toEqual(['"a, b" <sip:a,b@c>', '<sip:d>;x="1,2"', 'e']);
  });

  it.each([
    ['a From without a tag', ['f: <sip:a@b>']],
    ['two Call-IDs', ['Call-ID: other']],
    ['a hop count beyond 255', ['Max-Forwards: 300']],
    ['a length that is no number', ['Content-Length: -1']],
    ['a body that is shorter than said', ['Content-Length: 5']],
    ['a Contact that is none', ['Contact: <>']],
  ])('refuses %s', (_case, headers) => {
    expect(read(withHeaders(...headers))).toMatchObject({ status: 400 });
  });
});
