import { createSocket } from 'node:dgram';
import { randomUUID } from 'node:crypto';

const SDP = [
  'v=0',
  'o=SRC 2890844526 2890844526 IN IP4 198.51.100.1',
  's=-',
  'c=IN IP4 127.0.0.1',
  't=0 0',
  ...[1, 2].flatMap((label) => [
    `m=audio ${40_000 + 2 * label} RTP/AVP 8 0 101`,
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:101 telephone-event/8000',
    'a=sendonly',
    `a=label:${label}`,
  ]),
  '',
].join('\r\n');
const participant = (id: string): string =>
  `<participant participant_id="${id}"><nameID aor="sip:${id}@example.com"><name xml:lang="en">Sample ${id}</name></nameID></participant>` +
  `<participantsessionassoc participant_id="${id}" session_id="hVpd7YQgRW2nD22h7q60JQ=="><associate-time>2030-01-01T10:00:00Z</associate-time></participantsessionassoc>` +
  `<participantstreamassoc participant_id="${id}"><send>stream-${id}</send><recv>stream-other-${id}</recv></participantstreamassoc>` +
  `<stream stream_id="stream-${id}" session_id="hVpd7YQgRW2nD22h7q60JQ=="><label>${id}</label></stream>`;
const METADATA = `<?xml version="1.0" encoding="UTF-8"?><recording xmlns="urn:ietf:params:xml:ns:recording:1"><datamode>complete</datamode><session session_id="hVpd7YQgRW2nD22h7q60JQ=="><sipSessionID>ab30317f1a784dc48ff824d0d3715d86;remote=47755a9de7794ba387653f2099600ef2</sipSessionID></session>${participant('1')}${participant('2')}</recording>`;
const BODY = [
  '--foobar',
  'Content-Type: application/sdp',
  '',
  SDP,
  '--foobar',
  'Content-Type: application/rs-metadata+xml',
  'Content-Disposition: recording-session',
  '',
  METADATA,
  '--foobar--',
  '',
].join('\r\n');

/** Places calls one after the other, `lanes` at once: INVITE, 200, ACK, BYE, 200. Resolves with the count that went through. */
export async function placeCalls(port: number, calls: number, lanes: number): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const waiting = new Map<string, (response: string) => void>();
  socket.on('message', (bytes) => {
    const text = bytes.toString('latin1');
    if (!text.startsWith('SIP/2.0 200')) return;
    const [, callId = ''] = /^Call-ID: (.*)$/m.exec(text) ?? [];
    const [, cseq = ''] = /^CSeq: (.*)$/m.exec(text) ?? [];
    waiting.get(callId + cseq)?.(text);
  });
  const local = `127.0.0.1:${socket.address().port}`;
  const message = (method: string, cseq: number, callId: string, to: string, body = ''): Buffer =>
    Buffer.from(
      [
        `${method} sip:recorder@127.0.0.1:${port} SIP/2.0`,
        `Via: SIP/2.0/UDP ${local};branch=z9hG4bK${callId}${method}${cseq};rport`,
        'Max-Forwards: 70',
        `From: <sip:src@${local}>;tag=a${callId}`,
        `To: ${to}`,
        `Call-ID: ${callId}`,
        `CSeq: ${cseq} ${method}`,
        `Contact: <sip:src@${local};transport=udp>;+sip.src`,
        ...(body ? ['Require: siprec', 'Supported: timer', 'Session-Expires: 1800;refresher=uac'] : []),
        'Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, UPDATE, PRACK',
        'User-Agent: bench',
        ...(body ? ['Content-Type: multipart/mixed;boundary=foobar'] : []),
        `Content-Length: ${Buffer.byteLength(body)}`,
        '',
        body,
      ].join('\r\n'),
    );
  const exchange = (key: string, bytes: Buffer): Promise<string> =>
    new Promise((resolve) => {
      waiting.set(key, (text) => {
        waiting.delete(key);
        resolve(text);
      });
      socket.send(bytes, port, '127.0.0.1');
    });
  const place = async (): Promise<void> => {
    const callId = randomUUID();
    const to = '<sip:recorder@127.0.0.1>';
    const answer = await exchange(`${callId}1 INVITE`, message('INVITE', 1, callId, to, BODY));
    const tagged = /^To: (.*)$/m.exec(answer)?.[1]?.trim() ?? to;
    socket.send(message('ACK', 1, callId, tagged), port, '127.0.0.1');
    await exchange(`${callId}2 BYE`, message('BYE', 2, callId, tagged));
  };
  let left = calls;
  let placed = 0;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await place();
      placed += 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  socket.close();
  return placed;
}

if (process.send) {
  process.on('message', ({ port, calls, lanes }: { port: number; calls: number; lanes: number }) => {
    void placeCalls(port, calls, lanes).then((placed) => process.send?.({ placed }));
  });
}
