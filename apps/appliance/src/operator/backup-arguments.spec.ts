import path from 'node:path';
import { backupArguments, restoreArguments } from './backup-arguments.js';

describe('the words of backup and restore', () => {
  it('make every path absolute', () => {
    expect(backupArguments(['--to', 'sets', '--data', '/srv/vk'])).toEqual({
      to: path.resolve('sets'),
      keyringTo: undefined,
      dataDirectory: '/srv/vk',
    });
  });

  it('demand a place for a backup', () => {
    expect(() => backupArguments(['--data', '/srv/vk'])).toThrow('backup.arguments');
  });

  it('look for the identity among the keys unless it is named', () => {
    const words = ['--from', '/b/sets/one', '--data', '/new', '--sink', '/sink', '--keys', '/keys'];
    expect(restoreArguments(words).identity).toBe('/keys/backup-identity.txt');
    expect(restoreArguments([...words, '--identity', '/usb/id']).identity).toBe('/usb/id');
  });

  it.each(['--from', '--data', '--sink', '--keys'])('demand %s for a restore', (left) => {
    const words = { '--from': '/a', '--data': '/b', '--sink': '/c', '--keys': '/d' };
    const given = Object.entries(words).filter(([name]) => name !== left);
    expect(() => restoreArguments(given.flat())).toThrow('restore.arguments');
  });
});
