import type { http } from '@voxkeep/contracts';
import { holdsRight } from './holds';

const held = (objectType: 'queue' | 'user', accessType: 'manage' | 'view'): http.SessionAnswer['rights'] => [
  { objectType, objectId: null, accessType, mayGrant: false, through: 'role' },
];

describe('a held right', () => {
  it('opens what it names', () => {
    expect(holdsRight(held('queue', 'view'), ['queue', 'view'])).toBe(true);
  });

  it.each(['view', 'modify', 'create', 'delete'] as const)('to manage opens %s', (access) => {
    expect(holdsRight(held('queue', 'manage'), ['queue', access])).toBe(true);
  });

  it.each(['monitor', 'use', 'manage-rights'] as const)('to manage does not open %s', (access) => {
    expect(holdsRight(held('queue', 'manage'), ['queue', access])).toBe(false);
  });

  it('opens nothing of another object type', () => {
    expect(holdsRight(held('user', 'manage'), ['queue', 'view'])).toBe(false);
  });
});
