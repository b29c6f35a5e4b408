import { MIXED, RawPeer } from '../sip/raw-peer.fixture.js';
import { RecorderSite } from './recorder-site.fixture.js';

/** Ports of the recorder; each trunk of two is owed a quarter of them. */
const ports = 8;
const owedCalls = 1;

describe('a recorder that two trunks share', () => {
  let site: RecorderSite;
  let first: RawPeer;
  let second: RawPeer;
  let calls = 0;

  beforeEach(async () => {
    site = await RecorderSite.make();
    await site.configure({ trunk: { sourceNetworks: ['127.0.0.1/32'] } });
    await site.configure({ trunk: { sourceNetworks: ['127.0.0.2/32'] } });
    const rtpLow = 30_000 + (process.pid % 80) * 2 * ports; // below those that the system gives to other sockets
    const sip = { address: '127.0.0.1', port: 0, rtpLow, rtpHigh: rtpLow + 2 * ports - 1 };
    const { port = 0 } = await site.startRecorder({ sip, ownersAhead: 20 });
    first = await new RawPeer().open(port);
    second = await new RawPeer().open(port, '127.0.0.2');
  });
  afterEach(async () => {
    first.close();
    second.close();
    await site.close();
  });

  /** The status that a call of so many streams gets. */
  const place = async (peer: RawPeer, streams: number): Promise<number> => {
    calls += 1;
    const callId = `shared-${calls}`;
    const line = 'm=audio 4000 RTP/AVP 8\r\n';
    const body = MIXED.replace(line, line.repeat(streams));
    peer.invite({ callId, branch: `z9hG4bK${callId}`, headers: ['Require: siprec', `Session-ID: ${callId}`], body });
    const answer = await peer.next(new RegExp(`^SIP/2\\.0 [2-6][^]*Call-ID: ${callId}\\r\\n`));
    return Number(answer.slice(8, 11));
  };
  const placeUntilRefused = async (peer: RawPeer, streams: number): Promise<number> => {
    for (let taken = 0; ; taken += 1) if ((await place(peer, streams)) === 503) return taken;
  };

  it('refuses the one whose calls have taken all the ports that it may have, and serves the other', async () => {
    expect(await placeUntilRefused(first, 2)).toBe(3);
    expect(await place(second, 2)).toBe(200);
    expect(await placeUntilRefused(second, 2)).toBe(owedCalls - 1);
  });

  it('refuses a call of more streams than its trunk may have ports, and gives back what was bound for it', async () => {
    expect(await place(first, ports)).toBe(503);
    expect(await place(second, 2)).toBe(200);
    expect(await placeUntilRefused(first, 2)).toBe(3);
  });
});
