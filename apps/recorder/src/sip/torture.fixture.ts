const HEAD = (port: number): readonly string[] => [
  `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bKt;rport`,
  'Max-Forwards: 70',
  'From: <sip:a@b>;tag=1',
  'To: <sip:c@d>',
  'Call-ID: t@127.0.0.1',
  'Contact: <sip:a@127.0.0.1>;+sip.src',
];
const message =
  (start: string, ...headers: readonly string[]) =>
  (port: number): string =>
    [start, ...HEAD(port), ...headers, '', ''].join('\r\n');
const INVITE = 'INVITE sip:srs@127.0.0.1 SIP/2.0';
const OPTIONS = 'OPTIONS sip:srs@127.0.0.1 SIP/2.0';
const replacing = (name: string, line: string) => (port: number) =>
  message(INVITE, 'CSeq: 1 INVITE')(port).replace(new RegExp(`^${name}: .*$`, 'm'), line);
/** Every octet but a line end, each once and again; a zero among them. */
const binary = String.fromCharCode(...Array.from({ length: 512 }, (_each, at) => at % 256)).replace(/[\r\n]/g, '');
const runOf = (what: string) => what.repeat(Math.floor(60_000 / what.length));

/** Each a message of its own: reading stops at the first fault. */
function namedAsAllObjects(name: string): readonly (readonly [string, (port: number) => string])[] {
  return [
    [`a header ${name}`, message(OPTIONS, 'CSeq: 1 OPTIONS', `${name}: x`)],
    [`a header ${name} of a call`, message(INVITE, 'CSeq: 1 INVITE', `${name}: x`)],
    [`a parameter ${name} of a caller`, replacing('From', `From: <sip:a@b>;${name};tag=1`)],
    [`a parameter ${name} with a value`, replacing('From', `From: <sip:a@b;${name}=x>;tag=${name};${name}=1`)],
    [`a parameter ${name} of a target`, replacing('Contact', `Contact: <sip:a@127.0.0.1;${name}>;${name}`)],
    [`a parameter ${name} of a request`, message(`OPTIONS sip:srs@127.0.0.1;${name} SIP/2.0`, 'CSeq: 1 OPTIONS')],
    [`a parameter ${name} of a route`, message(INVITE, 'CSeq: 1 INVITE', `Record-Route: <sip:p@127.0.0.1;${name};lr>`)],
  ];
}

/** Messages of the kinds that RFC 4475 describes, valid and not, and long runs of one character. */
export const TORTURE: readonly (readonly [string, (port: number) => string])[] = [
  [
    'folded and compact headers (3.1.1.1)',
    message(INVITE, 'cseq: 0009\r\n  INVITE', 's:', 'l: 0', 'NewHeader: a\r\n b\r\n\tc;;;;'),
  ],
  [
    'unusual characters in a method and names (3.1.1.2)',
    message("!interesting-Method0123456789_*+`.%indeed'~ sip:a@b SIP/2.0", "CSeq: 1 !interesting-Method0123456789_*+`.%indeed'~"),
  ],
  ['escaped and unescaped users (3.1.1.3)', message('INVITE sip:sips%3Auser%40example.com@127.0.0.1 SIP/2.0', 'CSeq: 1 INVITE')],
  ['an escaped null (3.1.1.4)', replacing('From', 'From: <sip:null-%00-null@b>;tag=1')],
  ['per cent signs that escape nothing (3.1.1.5)', message('RE%47IST%45R sip:srs@127.0.0.1 SIP/2.0', 'CSeq: 1 RE%47IST%45R')],
  ['no space before a bracket (3.1.1.6)', replacing('From', 'From: caller<sip:a@b>;tag=1')],
  ['long values (3.1.1.7)', message(INVITE, 'CSeq: 1 INVITE', `Subject: ${'long '.repeat(1500)}`)],
  ['a transport parameter that nobody knows (3.1.1.9)', replacing('Via', 'Via: SIP/2.0/UNKNOWN 127.0.0.1;branch=z9hG4bKu')],
  [
    'octets after the body (3.1.1.8)',
    (port) => `${message(OPTIONS, 'CSeq: 1 OPTIONS', 'Content-Length: 0')(port)}INVITE sip:x SIP/2.0\r\n`,
  ],
  ['a semicolon in a user (3.1.1.10)', message('OPTIONS sip:user;par=u%40example.net@127.0.0.1 SIP/2.0', 'CSeq: 1 OPTIONS')],
  [
    'every transport there is, in its Vias (3.1.1.11)',
    message(
      OPTIONS,
      'CSeq: 1 OPTIONS',
      ...['UDP', 'SCTP', 'TLS', 'TCP', 'WS', 'NOBODYS'].map(
        (name, hop) => `Via: SIP/2.0/${name} t${hop}.example;branch=z9hG4bKhop${hop}`,
      ),
    ),
  ],
  [
    'a body of several parts, one of them binary (3.1.1.12)',
    (port) => {
      const part = `Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: binary\r\n\r\n${binary}`;
      const body = `--two parts\r\nContent-Type: text/plain\r\n\r\nhello\r\n--two parts\r\n${part}\r\n--two parts--`;
      const type = 'Content-Type: multipart/mixed; boundary="two parts"';
      return `${message('MESSAGE sip:srs@127.0.0.1 SIP/2.0', 'CSeq: 1 MESSAGE', type, `Content-Length: ${Buffer.byteLength(body)}`)(port)}${body}`;
    },
  ],
  ['a response with no reason phrase (3.1.1.13)', (port) => message('SIP/2.0 100 ', 'CSeq: 1 INVITE')(port)],
  ['values that end in separators (3.1.2.1)', replacing('Via', 'Via: SIP/2.0/UDP 127.0.0.1;;,;,,')],
  ['a length larger than the body (3.1.2.2)', message(INVITE, 'CSeq: 1 INVITE', 'Content-Length: 9999')],
  ['a negative length (3.1.2.3)', message(INVITE, 'CSeq: 1 INVITE', 'Content-Length: -999')],
  [
    'numbers out of range (3.1.2.4)',
    message(INVITE, 'CSeq: 36893488147419103232 INVITE', 'Max-Forwards: 300', 'Expires: 10000000000000000000'),
  ],
  [
    'numbers out of range in a response (3.1.2.5)',
    message('SIP/2.0 503 x', 'CSeq: 9292394834772304023312 OPTIONS', 'Retry-After: 949302838503028349304023988'),
  ],
  ['a quote that is not closed (3.1.2.6)', replacing('To', 'To: "Mr. J. User <sip:j@b>')],
  ['a request URI in brackets (3.1.2.7)', message('INVITE <sip:srs@127.0.0.1> SIP/2.0', 'CSeq: 1 INVITE')],
  ['spaces in a request URI (3.1.2.8)', message('INVITE sip:srs@127.0.0.1; lr SIP/2.0', 'CSeq: 1 INVITE')],
  ['several spaces in a start line (3.1.2.9)', message('INVITE  sip:srs@127.0.0.1  SIP/2.0', 'CSeq: 1 INVITE')],
  ['spaces after a start line (3.1.2.10)', message('OPTIONS sip:srs@127.0.0.1 SIP/2.0  ', 'CSeq: 1 OPTIONS')],
  [
    'escaped headers in a request URI (3.1.2.11)',
    message('INVITE sip:srs@127.0.0.1?Route=%3Csip:b%3E SIP/2.0', 'CSeq: 1 INVITE'),
  ],
  ['an unknown date zone (3.1.2.12)', message(OPTIONS, 'CSeq: 1 OPTIONS', 'Date: Fri, 01 Jan 2010 16:00:00 EST')],
  ['an address without brackets (3.1.2.13)', replacing('Contact', 'Contact: sip:a@127.0.0.1?Route=%3Csip:b%3E')],
  ['spaces within brackets (3.1.2.14)', replacing('To', 'To: "Watson, Thomas" < sip:t@b >')],
  ['characters that a display name may not have (3.1.2.15)', replacing('From', 'From: Bell, Alexander <sip:a@b>;tag=1')],
  ['an unknown version (3.1.2.16)', message('INVITE sip:srs@127.0.0.1 SIP/7.0', 'CSeq: 1 INVITE')],
  ['two methods (3.1.2.17)', message(OPTIONS, 'CSeq: 8 INVITE')],
  ['an unknown method (3.1.2.18)', message('NEWMETHOD sip:srs@127.0.0.1 SIP/2.0', 'CSeq: 8 OPTIONS')],
  ['a status of nobody (3.1.2.19)', message('SIP/2.0 4294967301 better not', 'CSeq: 1 INVITE')],
  ['a transaction identifier that is missing (3.2.1)', replacing('Via', 'Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK')],
  ['nothing but a start line (3.3.1)', () => 'INVITE sip:srs@127.0.0.1 SIP/2.0\r\nCSeq: 1 INVITE\r\n\r\n'],
  ['a scheme that nobody knows (3.3.2)', message('OPTIONS nobodyKnowsThisScheme:totallyopaque SIP/2.0', 'CSeq: 1 OPTIONS')],
  ['a scheme without SIP (3.3.3)', message('OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0', 'CSeq: 1 OPTIONS')],
  ['schemes in From and To (3.3.4)', replacing('From', 'From: <http://www.example.com>;tag=1')],
  [
    'a proxy requirement (3.3.5)',
    message(OPTIONS, 'CSeq: 1 OPTIONS', 'Proxy-Require: nothingSupportsThis', 'Require: nothingSupportsThis'),
  ],
  ['a body type that nobody knows (3.3.6)', message(INVITE, 'CSeq: 1 INVITE', 'Content-Type: application/unknownformat')],
  [
    'credentials of a scheme that nobody knows (3.3.7)',
    message(
      'REGISTER sip:127.0.0.1 SIP/2.0',
      'CSeq: 1 REGISTER',
      'Authorization: Nobodys-Scheme opaque-data=here, more="a \\" b"',
    ),
  ],
  [
    'several of what may stand once (3.3.8)',
    message(INVITE, 'CSeq: 5 INVITE', 'CSeq: 59 INVITE', 'Call-ID: other', 'To: <sip:x@y>', 'From: <sip:x@y>;tag=9'),
  ],
  ['several lengths (3.3.9)', message(OPTIONS, 'CSeq: 5 OPTIONS', 'Content-Length: 13', 'Content-Length: 5')],
  [
    'a response of many targets (3.3.10)',
    message(
      'SIP/2.0 200 OK',
      'CSeq: 1 INVITE',
      `Via: ${'SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK390skdjuw, '.repeat(60)}SIP/2.0/UDP a`,
    ),
  ],
  ['a broadcast in a Via (3.3.12)', replacing('Via', 'Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bKb')],
  [
    'a registration with a header in its address (3.3.13)',
    (port) =>
      message(
        'REGISTER sip:127.0.0.1 SIP/2.0',
        'CSeq: 1 REGISTER',
      )(port).replace(/^Contact: .*$/m, 'Contact: <sip:a@127.0.0.1?Route=%3Csip:proxy.example%3E>'),
  ],
  [
    'a registration with a parameter in a bare address (3.3.14)',
    (port) =>
      message(
        'REGISTER sip:127.0.0.1 SIP/2.0',
        'CSeq: 1 REGISTER',
      )(port).replace(/^Contact: .*$/m, 'Contact: sip:+1-555@a;unknown=x'),
  ],
  [
    'a registration with a parameter in a bracketed address (3.3.15)',
    (port) =>
      message(
        'REGISTER sip:127.0.0.1 SIP/2.0',
        'CSeq: 1 REGISTER',
      )(port).replace(/^Contact: .*$/m, 'Contact: <sip:+1-555@a;unknown=x;user=phone>'),
  ],
  [
    'a call of an older standard (3.4.1)',
    (port) =>
      [
        'INVITE sip:srs@127.0.0.1 SIP/2.0',
        `Via: SIP/2.0/UDP 127.0.0.1:${port}`,
        'From: sip:a@b',
        'To: sip:c@d',
        'Call-ID: old',
        'CSeq: 1 INVITE',
        '',
        '',
      ].join('\r\n'),
  ],
  ['hops used up (3.3.11)', message(OPTIONS, 'CSeq: 1 OPTIONS', 'Max-Forwards: 0')],
  ...Object.getOwnPropertyNames(Object.prototype).flatMap(namedAsAllObjects),
  ...[' ', '\t', '\r\n ', '\r\n', 'a', '0', '"', '<', '(', ';', ',', '\\', '\0', '%', ':', '\xff', '--b\r\n', '<a>'].flatMap(
    (filler) => {
      const shown = JSON.stringify(filler);
      return [
        [`a datagram of ${shown}`, () => runOf(filler)] as const,
        [`a header of ${shown}`, message(INVITE, 'CSeq: 1 INVITE', `Subject: ${runOf(filler)}`)] as const,
        [`an address of ${shown}`, replacing('From', `From: ${runOf(filler).slice(0, 8000)}<sip:a@b>;tag=1`)] as const,
        [
          `a body of ${shown}`,
          (port: number) =>
            `${message(INVITE, 'CSeq: 1 INVITE', 'Content-Type: multipart/mixed;boundary=b')(port)}${runOf(filler)}`,
        ] as const,
      ];
    },
  ),
];

const MARKS = ['\r\n', '\r\n\r\n', '\0', '"', '<', ';', ',', ' '];

/** A generator of the same numbers for the same seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Texts made from a whole message by cutting, repeating and inserting, each of them a transaction and a call of its own. */
export function* mutationsOf(whole: string, count: number, seed: number): Generator<string> {
  const random = numbers(seed);
  for (let turn = 0; turn < count; turn += 1) {
    let text = whole.replaceAll('z9hG4bKf', `z9hG4bK${seed}-${turn}`).replace('f@127', `f${seed}-${turn}@127`);
    for (let change = random(4); change >= 0; change -= 1) text = mutated(text, random);
    yield text;
  }
}

function mutated(text: string, random: (below: number) => number): string {
  const at = random(text.length);
  const rest = text.slice(at);
  switch (random(6)) {
    case 0:
      return text.slice(0, at) + rest.slice(random(40));
    case 1:
      return text.slice(0, at) + String.fromCharCode(random(256)).repeat(1 + random(4)) + rest;
    case 2:
      return text.slice(0, at) + rest.slice(0, random(60)).repeat(random(6)) + rest;
    case 3:
      return text.slice(0, at) + String.fromCharCode(rest.charCodeAt(0) ^ (1 << random(8))) + rest.slice(1);
    case 4:
      return text.slice(0, at) + (MARKS[random(MARKS.length)] ?? '') + rest;
    default:
      return text.slice(0, at);
  }
}

/** A whole INVITE of a recording client, to be mutilated. */
export const wholeInvite = (port: number, body: string): string =>
  [
    'INVITE sip:srs@127.0.0.1 SIP/2.0',
    `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bKf;rport`,
    'Max-Forwards: 70',
    'From: "A" <sip:a@b>;tag=1',
    'To: <sip:a@b>',
    'Call-ID: f@127.0.0.1',
    'CSeq: 1 INVITE',
    `Contact: <sip:a@127.0.0.1:${port}>;+sip.src`,
    'Record-Route: <sip:p@127.0.0.1;lr>',
    'Session-Expires: 1800',
    'Content-Type: multipart/mixed;boundary=b',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
