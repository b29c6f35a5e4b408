import { parseArguments } from './arguments.js';
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

  it.each([
    [['--port', 'x'], 'arguments.port'],
    [['--port', '70000'], 'arguments.port'],
    [['--other'], 'arguments.unknown'],
    [['word'], 'arguments.unknown'],
  ])('refuses %j', (argv, code) => {
    expect(refusalOf(() => parseArguments(argv, '/srv')).code).toBe(code);
  });
});
