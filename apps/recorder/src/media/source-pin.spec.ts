import { SourcePin } from './source-pin.js';

const at = (address: string, port = 4000) => ({ address, port });

describe('the rule of a source', () => {
  it.each(['10.0.0.0/99', '10.0.0.0', 'nowhere'])('is refused when a network is none: %s', (network) => {
    expect(() => new SourcePin({ announced: { port: 4000 }, networks: [network] })).toThrow('rtp.source-rule');
  });

  it('does not let the trunk’s networks speak for a machine that is announced', () => {
    const pin = new SourcePin({ announced: at('192.0.2.7'), networks: ['192.0.2.0/24'] });
    expect(['192.0.2.7', '192.0.2.8'].map((address) => pin.judge(at(address)))).toEqual(['announced', 'foreign']);
    expect(pin.judge(at('192.0.2.7', 4002))).toBe('elsewhere');
  });

  it.each([
    ['192.0.2.7', '::ffff:192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['fe80::1', 'fe80::1%eth0'],
  ])('knows %s and %s for one machine', (announced, from) => {
    expect(new SourcePin({ announced: at(announced), networks: [] }).judge(at(from))).toBe('announced');
  });

  it('admits nobody where no machine is announced and the trunk has no networks', () => {
    const pin = new SourcePin({ announced: { address: 'sbc.example', port: 4000 }, networks: [] });
    expect(pin.judge(at('192.0.2.7'))).toBe('foreign');
  });

  it('stays with the machine of the networks that spoke first from the announced port', () => {
    const pin = new SourcePin({ announced: { address: '0.0.0.0', port: 4000 }, networks: ['192.0.2.0/24'] });
    pin.settle(at('192.0.2.7'));
    expect(pin.judge(at('192.0.2.8'))).toBe('foreign');
    expect(pin.reannounce({ announced: { address: '0.0.0.0', port: 4002 }, networks: ['192.0.2.0/24'] })).toBe(true);
    expect(pin.judge(at('192.0.2.8', 4002))).toBe('announced');
  });
});
