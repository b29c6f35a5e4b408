import { testCallArguments, type TestCallArguments } from './test-call-arguments.js';

describe('the words after place-test-call', () => {
  const read = (...args: readonly string[]): TestCallArguments => {
    const given = testCallArguments(args, () => 'new-id');
    if ('refused' in given) throw new Error(given.refused);
    return given;
  };

  it('go to the client, less those that are ours', () => {
    expect(read('--data', '/srv/voxkeep', '--codec', 'G729', '--json')).toEqual({
      ...{ prints: 'json', data: '/srv/voxkeep', sessionId: 'new-id', target: '127.0.0.1:5060', isUnmarked: false },
      words: ['--codec', 'G729', '--session-id', 'new-id'],
    });
    expect(read('--data=/srv/voxkeep', '--unmarked').words).toEqual(['--unmarked', '--session-id', 'new-id']);
  });

  it('that nobody knows go there too, to be refused', () => {
    expect(read('--codecs', 'PCMA', 'loud').words).toEqual(['--codecs', 'PCMA', 'loud', '--session-id', 'new-id']);
  });

  it('may name the session', () => {
    expect(read('--session-id', 'ucid-1', '--target', '[::1]:5060')).toMatchObject({
      ...{ sessionId: 'ucid-1', target: '[::1]:5060', words: ['--session-id', 'ucid-1', '--target', '[::1]:5060'] },
    });
  });

  it('name a directory with --data', () => {
    expect(testCallArguments(['--data'], () => '')).toEqual({ refused: '--data takes the data directory of an appliance.' });
  });
});
