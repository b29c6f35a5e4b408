import type { AccessType, ObjectType } from '@voxkeep/contracts';
import { conveys, held, sales, support } from '../access.fixture.js';
import type { Grant } from '../decision/resolve-rights.js';
import type { Right, RightTerms } from '../right.js';
import { mayAddMember, mayGrant, type Person } from './may-grant.js';

const anna = (...rights: Right[]): Person => ({ userId: 'anna', rights });
const bert = (...rights: Right[]): Person => ({ userId: 'bert', rights });
const to = (
  id: string,
  objectType: ObjectType,
  accessType: AccessType,
  more: Partial<RightTerms & { kind: 'user' | 'group' | 'role' }> = {},
): Grant => {
  const { kind = 'user', ...terms } = more;
  return { holder: { kind, id }, ...conveys(objectType, accessType, terms) };
};
const withGrant = { mayGrant: true };
const grantOnly = { mayUse: false, mayGrant: true };
const answer = (granter: Person, grant: Grant, reached: readonly Person[]) => {
  const decision = mayGrant(granter, grant, reached);
  return decision.allowed ? 'allowed' : decision.refused;
};

describe('a grant', () => {
  it.each<[string, Person, Grant, Person[], string]>([
    [
      'is allowed for what is held with grant',
      anna(held('queue', 'view', withGrant)),
      to('bert', 'queue', 'view'),
      [bert()],
      'allowed',
    ],
    [
      'is refused for what is held without grant',
      anna(held('queue', 'view')),
      to('bert', 'queue', 'view'),
      [bert()],
      'not-held-with-grant',
    ],
    [
      'is refused on all objects for a holder of one',
      anna(held('queue', 'view', { ...withGrant, objectId: sales })),
      to('bert', 'queue', 'view'),
      [bert()],
      'not-held-with-grant',
    ],
    [
      'is refused on another object',
      anna(held('queue', 'view', { ...withGrant, objectId: sales })),
      to('bert', 'queue', 'view', { objectId: support }),
      [bert()],
      'not-held-with-grant',
    ],
    [
      'is allowed for a part of manage',
      anna(held('queue', 'manage', withGrant)),
      to('bert', 'queue', 'delete'),
      [bert()],
      'allowed',
    ],
    [
      'is refused for manage when only parts are held',
      anna(held('queue', 'view', withGrant)),
      to('bert', 'queue', 'manage'),
      [bert()],
      'not-held-with-grant',
    ],
    [
      'of nothing is refused',
      anna(held('queue', 'view', withGrant)),
      to('bert', 'queue', 'view', { mayUse: false }),
      [bert()],
      'nothing-granted',
    ],
    [
      'to oneself of something only to be passed on is refused',
      anna(held('recording', 'listen-to-recording', grantOnly)),
      to('anna', 'recording', 'listen-to-recording'),
      [anna()],
      'raises-oneself',
    ],
    [
      'through one’s own group is refused alike',
      anna(held('recording', 'listen-to-recording', grantOnly)),
      to('g', 'recording', 'listen-to-recording', { kind: 'group' }),
      [bert(), anna()],
      'raises-oneself',
    ],
    [
      'of data protection by its appointer is allowed',
      anna(held('personal-data-protection', 'use', grantOnly)),
      to('bert', 'personal-data-protection', 'use'),
      [bert()],
      'allowed',
    ],
    [
      'of data protection to a group is refused',
      anna(held('personal-data-protection', 'use', grantOnly)),
      to('g', 'personal-data-protection', 'use', { kind: 'group' }),
      [bert()],
      'named-persons-only',
    ],
    [
      'of data protection to oneself is refused',
      anna(held('personal-data-protection', 'use', grantOnly)),
      to('anna', 'personal-data-protection', 'use'),
      [anna()],
      'never-oneself',
    ],
    [
      'of appointing data protection to oneself is refused',
      anna(held('personal-data-protection', 'use', grantOnly)),
      to('anna', 'personal-data-protection', 'use', grantOnly),
      [anna()],
      'never-oneself',
    ],
    [
      'of data protection to use and to pass on at once is refused',
      anna(held('personal-data-protection', 'use', grantOnly)),
      to('bert', 'personal-data-protection', 'use', withGrant),
      [bert()],
      'use-and-grant',
    ],
    [
      'of data protection to another appointer is refused',
      anna(held('personal-data-protection', 'use', grantOnly)),
      to('bert', 'personal-data-protection', 'use'),
      [bert(held('personal-data-protection', 'use', grantOnly))],
      'use-and-grant',
    ],
    [
      'of data protection to somebody who edits roles is refused',
      anna(held('personal-data-protection', 'use', grantOnly)),
      to('bert', 'personal-data-protection', 'use'),
      [bert(held('role', 'manage'))],
      'separation-of-duties',
    ],
    [
      'of roles to a Data Protection Officer is refused',
      anna(held('role', 'manage', withGrant)),
      to('bert', 'role', 'modify'),
      [bert(held('personal-data-protection', 'use'))],
      'separation-of-duties',
    ],
    [
      'of roles to a group with a Data Protection Officer in it is refused',
      anna(held('role', 'manage', withGrant)),
      to('g', 'role', 'manage', { kind: 'group' }),
      [anna(held('role', 'manage', withGrant)), bert(held('personal-data-protection', 'use'))],
      'separation-of-duties',
    ],
  ])('%s', (_title, granter, grant, reached, expected) => {
    expect(answer(granter, grant, reached)).toBe(expected);
  });
});

describe('letting somebody join a role', () => {
  const role = [conveys('queue', 'view'), conveys('contact', 'use')];
  it('is allowed when everything that it conveys is held with grant', () => {
    expect(mayAddMember(anna(held('queue', 'view', withGrant), held('contact', 'use', grantOnly)), role, bert()).allowed).toBe(
      true,
    );
  });
  it('is refused when one right of it is not', () => {
    expect(mayAddMember(anna(held('queue', 'view', withGrant)), role, bert())).toEqual({
      allowed: false,
      refused: 'not-held-with-grant',
    });
  });
  it('is refused to oneself when it raises', () => {
    const granter = anna(held('queue', 'view', withGrant), held('contact', 'use', grantOnly));
    expect(mayAddMember(granter, role, granter)).toEqual({ allowed: false, refused: 'raises-oneself' });
  });
});
