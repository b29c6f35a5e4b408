import { parseOffer, type SdpOffer } from '@voxkeep/telephony';
import { HandClock } from '../../media/media.fixture.js';
import { PortPool } from '../../media/rtp-port.js';
import { StreamSet } from './stream-set.js';

const offer = (lines: number): SdpOffer => {
  const media = Array.from({ length: lines }, (_, line) => [`m=audio ${4000 + 2 * line} RTP/AVP 8`, 'a=sendonly']);
  const read = parseOffer(
    ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', ...media.flat(), ''].join('\r\n'),
  );
  if ('problem' in read) throw new Error(read.problem);
  return read.offer;
};

describe('the ports of a session', () => {
  it('are all given back, also those that an offer asks for while it ends', async () => {
    const ports = new PortPool(24_800, 24_819);
    const free = ports.free;
    const streams = new StreamSet({ ports, mediaAddress: '127.0.0.1', clock: new HandClock() }, []);
    await streams.reserve(offer(1), { gate: 'receive', recording: false });
    expect(ports.free).toBe(free - 1);
    const late = streams.reserve(offer(3), { gate: 'receive', recording: false });
    await streams.close();
    await late;
    expect(ports.free).toBe(free);
  });
});
