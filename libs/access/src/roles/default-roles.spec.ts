import { mayAddMember } from '../granting/may-grant.js';
import { findConflict } from '../granting/separation-of-duties.js';
import type { Right, RightTerms } from '../right.js';
import { accessTypesOf, isGuarded } from '../vocabulary.js';
import { decide } from '../decision/decide.js';
import { defaultRoleCodes } from './default-role-codes.js';
import { defaultRoles } from './default-roles.js';

const rightsOf = (code: string): Right[] =>
  (defaultRoles.find((role) => role.code === code)?.rights ?? []).map((terms) => ({ ...terms, through: { kind: 'direct' } }));

describe('the default roles', () => {
  it('are those of the vocabulary, each once', () => {
    expect(defaultRoles.map(({ code }) => code)).toEqual(defaultRoleCodes);
  });
  it('convey nothing on guarded objects', () => {
    expect(defaultRoles.flatMap(({ rights }) => rights).filter(({ objectType }) => isGuarded(objectType))).toEqual([]);
  });
  it('name only access types that mean something for their object', () => {
    const strange = defaultRoles.flatMap(({ code, rights }) =>
      rights
        .filter((right) => !accessTypesOf(right.objectType).includes(right.accessType))
        .map((right) => `${code}: ${right.objectType} ${right.accessType}`),
    );
    expect(strange).toEqual([]);
  });
  it('name each right once', () => {
    const key = (right: RightTerms) => `${right.objectType} ${right.accessType}`;
    const doubles = defaultRoles.flatMap(({ code, rights }) =>
      rights.map((right) => `${code}: ${key(right)}`).filter((each, place, all) => all.indexOf(each) !== place),
    );
    expect(doubles).toEqual([]);
  });
  it('let no separated duties meet', () => {
    expect(defaultRoles.map(({ code }) => findConflict(rightsOf(code)))).toEqual(defaultRoles.map(() => undefined));
  });
  it('give the monitoring administrator nothing to pass on', () => {
    expect(rightsOf('monitoring-administrator').filter(({ mayGrant }) => mayGrant)).toEqual([]);
  });
  it('let the system administrator appoint listeners without listening', () => {
    const granter = { userId: 'anna', rights: rightsOf('system-administrator') };
    expect(decide(granter.rights, { objectType: 'recording', accessType: 'listen-to-recording' }).allowed).toBe(false);
    expect(mayAddMember(granter, rightsOf('supervisor'), { userId: 'bert', rights: [] }).allowed).toBe(true);
  });
  it.each(defaultRoleCodes.filter((code) => code !== 'system-administrator'))(
    'let the system administrator appoint a %s',
    (code) => {
      expect(
        mayAddMember({ userId: 'anna', rights: rightsOf('system-administrator') }, rightsOf(code), {
          userId: 'bert',
          rights: [],
        }),
      ).toMatchObject({ allowed: true });
    },
  );
  it.each(['supervisor', 'agent', 'office-user'])('let the user administrator appoint a %s', (code) => {
    expect(
      mayAddMember({ userId: 'anna', rights: rightsOf('user-administrator') }, rightsOf(code), { userId: 'bert', rights: [] }),
    ).toMatchObject({ allowed: true });
  });
  it('do not let the user administrator appoint a system administrator', () => {
    expect(
      mayAddMember({ userId: 'anna', rights: rightsOf('user-administrator') }, rightsOf('system-administrator'), {
        userId: 'bert',
        rights: [],
      }).allowed,
    ).toBe(false);
  });
});
