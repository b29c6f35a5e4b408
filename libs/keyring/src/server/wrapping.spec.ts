import { checkValueOf, commitmentOf, newKey, unwrapIndexKey, unwrapOwnerKey, wrapIndexKey, wrapOwnerKey } from './wrapping.js';

const root = { version: 3, key: Buffer.alloc(32, 7) };
const owner = { ownerId: '5b1c5f0e-4a52-4c0e-9b1b-2a3d4e5f6071', ownerClass: 'person', epoch: 1 } as const;
const key = Buffer.alloc(32, 9);

describe('a wrapped owner key', () => {
  const wrapped = wrapOwnerKey(root, owner, key);

  it('is 72 bytes and unwraps to the same key', () => {
    expect(wrapped).toHaveLength(72);
    expect(unwrapOwnerKey(root, owner, wrapped)).toEqual(key);
  });

  it('looks different each time', () => {
    expect(wrapOwnerKey(root, owner, key)).not.toEqual(wrapped);
  });

  it.each([
    ['of another owner', root, { ...owner, ownerId: '00000000-4a52-4c0e-9b1b-2a3d4e5f6071' }],
    ['of another class', root, { ...owner, ownerClass: 'contact-agent' as const }],
    ['of another epoch', root, { ...owner, epoch: 2 }],
    ['under another root version', { ...root, version: 4 }, owner],
    ['under another root key', { ...root, key: Buffer.alloc(32, 8) }, owner],
  ])('does not unwrap as one %s', (_what, otherRoot, otherOwner) => {
    expect(() => unwrapOwnerKey(otherRoot, otherOwner, wrapped)).toThrow('xaes.not-authentic');
  });

  it('does not unwrap when a bit was flipped', () => {
    const altered = Buffer.from(wrapped);
    altered[40] = altered[40]! ^ 1;
    expect(() => unwrapOwnerKey(root, owner, altered)).toThrow('xaes.not-authentic');
  });
});

describe('a wrapped index key', () => {
  it('does not unwrap as the key of another kind', () => {
    const wrapped = wrapIndexKey(root, 'phone', 1, key);
    expect(unwrapIndexKey(root, 'phone', 1, wrapped)).toEqual(key);
    expect(() => unwrapIndexKey(root, 'email', 1, wrapped)).toThrow('xaes.not-authentic');
  });
});

describe('what is stored beside wrapped keys', () => {
  it('names a key by a commitment that another key does not have', () => {
    expect(commitmentOf(key).toString('hex')).toBe('6c6d78788c6fc6eb4ea461a7efb7ddee7d1f8faf1fe1e85da9232a011c349e62');
    expect(commitmentOf(newKey())).not.toEqual(commitmentOf(key));
  });

  it('tells a root key from another one and from another version of itself', () => {
    const check = checkValueOf(root);
    expect(checkValueOf({ ...root, key: newKey() })).not.toEqual(check);
    expect(checkValueOf({ ...root, version: 4 })).not.toEqual(check);
  });
});
