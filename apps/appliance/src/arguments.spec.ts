import { parseArguments, settingsGiven } from './arguments.js';
import { refusalOf } from './refusal.fixture.js';

describe('the command line', () => {
  it('defaults to var in the project, without a demo', () => {
    expect(parseArguments([], '/srv/voxkeep')).toEqual({ demo: false, dataDirectory: '/srv/voxkeep/var' });
  });

  it('takes a demo, a port and a directory', () => {
    expect(parseArguments(['--demo', '--port', '9443', '--data', '/data'], '/srv')).toEqual({
      demo: true,
      port: 9443,
      dataDirectory: '/data',
    });
  });

  it('takes the ports for SIP and RTP, which stand for settings', () => {
    const given = parseArguments(['--sip-port', '5070', '--rtp-ports', '31000-31999', '--data', '/data'], '/srv');
    expect(given).toEqual({ demo: false, dataDirectory: '/data', sipPort: 5070, rtp: { low: 31_000, high: 31_999 } });
    expect(settingsGiven(given)).toEqual({ VOXKEEP_SIP_PORT: '5070', VOXKEEP_RTP_LOW: '31000', VOXKEEP_RTP_HIGH: '31999' });
    expect(settingsGiven({})).toEqual({});
  });

  it('tells of its options when asked', () => {
    expect(parseArguments(['--help'], '/srv').help).toBe(true);
  });

  it.each([
    [['--port', 'x'], 'arguments.port'],
    [['--port', '70000'], 'arguments.port'],
    [['--sip-port', '0'], 'arguments.port'],
    [['--rtp-ports', '20000'], 'arguments.rtp-ports'],
    [['--rtp-ports', '30000-20000'], 'arguments.rtp-ports'],
    [['--rtp-ports', '20000-70000'], 'arguments.rtp-ports'],
    [['--other'], 'arguments.unknown'],
    [['word'], 'arguments.unknown'],
  ])('refuses %j', (argv, code) => {
    expect(refusalOf(() => parseArguments(argv, '/srv')).code).toBe(code);
  });
});
