import { layoutOf } from './layout.js';

const longest = (dataDirectory: string): number =>
  Buffer.byteLength(`${layoutOf(dataDirectory).keyringSockets}/data-protection/data-protection.sock`);

describe('the places of an appliance', () => {
  it('are all below the data directory', () => {
    expect(layoutOf('/srv/voxkeep').run).toBe('/srv/voxkeep/run');
  });

  it('keep sockets within 107 bytes, however deep the data lies', () => {
    const deep = `/srv/${'deep/'.repeat(30)}var`;
    expect(layoutOf(deep).run.startsWith(deep)).toBe(false);
    expect(longest(deep)).toBeLessThanOrEqual(107);
  });

  it('differ for two data directories', () => {
    const deep = (name: string): string => layoutOf(`/srv/${'deep/'.repeat(30)}${name}`).run;
    expect(deep('a')).not.toBe(deep('b'));
  });
});
