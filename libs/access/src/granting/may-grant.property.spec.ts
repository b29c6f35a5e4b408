import fc from 'fast-check';
import { decide } from '../decision/decide.js';
import type { Grant } from '../decision/resolve-rights.js';
import type { Right, RightTerms } from '../right.js';
import { isGuarded } from '../vocabulary.js';
import { mayGrant } from './may-grant.js';
import { findConflict } from './separation-of-duties.js';

const users = ['anna', 'bert', 'carl'] as const;
const terms: fc.Arbitrary<RightTerms> = fc.record({
  objectType: fc.constantFrom('queue', 'recording', 'role', 'personal-data-protection'),
  objectId: fc.constantFrom(null, 'one', 'two'),
  accessType: fc.constantFrom('view', 'modify', 'create', 'delete', 'manage', 'use'),
  mayUse: fc.boolean(),
  mayGrant: fc.boolean(),
});
const right = terms.map((each): Right => ({ ...each, through: { kind: 'direct' } }));
const attempt = fc.record({ by: fc.constantFrom(...users), to: fc.constantFrom(...users), terms });
const world = fc.tuple(fc.array(right, { maxLength: 6 }), fc.array(right, { maxLength: 6 }), fc.array(right, { maxLength: 6 }));

/** The single things that terms let somebody pass on, spelt out: `manage` as its four parts, all objects as a mark of its own. */
function passable(rights: readonly RightTerms[]): Set<string> {
  return new Set(rights.filter((each) => each.mayGrant).flatMap(spelt));
}
function spelt({ objectType, objectId, accessType }: RightTerms): string[] {
  const parts = accessType === 'manage' ? ['view', 'modify', 'create', 'delete'] : [accessType];
  return parts.flatMap((part) =>
    (objectId === null ? ['one', 'two', 'any'] : [objectId]).map((object) => `${objectType}/${object}/${part}`),
  );
}

describe('whatever is granted, by whomever, in whatever order', () => {
  it('is within what the granter held with grant, raises no granter, and lets no separated duties meet', () => {
    fc.assert(
      fc.property(world, fc.array(attempt, { maxLength: 12 }), (start, attempts) => {
        const held = new Map<string, Right[]>(users.map((user, place) => [user, [...(start[place] ?? [])]]));
        for (const { by, to, terms: given } of attempts) {
          const granter = { userId: by, rights: held.get(by) ?? [] };
          const receiver = { userId: to, rights: held.get(to) ?? [] };
          const grant: Grant = { ...given, holder: { kind: 'user', id: to } };
          if (!mayGrant(granter, grant, [receiver]).allowed) continue;
          const mine = passable(granter.rights);
          expect(spelt(given).filter((each) => !mine.has(each))).toEqual([]);
          const after = [...receiver.rights, { ...given, through: { kind: 'direct' } } as Right];
          if (by === to) expect(usable(after)).toEqual(usable(granter.rights));
          if (isGuarded(given.objectType)) expect(by).not.toBe(to);
          expect(findConflict(after)).toBeUndefined();
          held.set(to, after);
        }
      }),
      { numRuns: 5_000 },
    );
  });
});

function usable(rights: readonly Right[]): string[] {
  const wanted = ['queue', 'recording', 'role', 'personal-data-protection'] as const;
  return wanted.flatMap((objectType) =>
    (['view', 'modify', 'create', 'delete', 'use'] as const).flatMap((accessType) =>
      [null, 'one', 'two']
        .filter((objectId) => decide(rights, { objectType, objectId, accessType }).allowed)
        .map((objectId) => `${objectType}/${String(objectId)}/${accessType}`),
    ),
  );
}
