import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { defaultRoles } from '@voxkeep/access';
import type { http } from '@voxkeep/contracts';
import { isOpenTo, rightsOf } from '../../apps/web/src/session/page-rights';

const web = path.resolve(__dirname, '../../apps/web/src');
const sources = readdirSync(web, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.includes('.spec.'))
  .map((file) => ({ file, text: readFileSync(path.join(web, file), 'utf8') }));

/** Every address of the application that a page leads to. */
const addresses = [
  ...new Set(sources.flatMap(({ text }) => [...text.matchAll(/\bto(?:=|: )["'](\/[^"']*)["']/g)].map(([, to]) => to ?? ''))),
];

type Held = http.SessionAnswer['rights'];
const heldBy = (terms: readonly Pick<Held[number], 'objectType' | 'accessType'>[]): Held =>
  terms.map((term) => ({ ...term, objectId: null, mayGrant: false, through: 'role' }));
const officer = heldBy([
  { objectType: 'personal-data-protection', accessType: 'use' },
  { objectType: 'audit-trail', accessType: 'view' },
  { objectType: 'customer-consent', accessType: 'view' },
]);

describe('the links of the pages', () => {
  it('lead to addresses of which it is known to whom they are open', () => {
    expect(addresses.length).toBeGreaterThan(30);
    expect(addresses.filter((to) => to !== '/' && rightsOf(to) === undefined)).toEqual([]);
  });

  it('are made in one place, which shows none to whom it is not open', () => {
    const makers = sources
      .filter(({ text }) => /\bcreateLink\b|<Link\b|<a\s[^>]*href=["'{`]+\//.test(text))
      .map(({ file }) => file);
    expect(makers).toEqual([path.join('ui', 'links.tsx')]);
  });

  it.each(defaultRoles.map(({ code, rights }) => [code, heldBy(rights)] as const))(
    'are shown to a %s where one of the rights of their page is held, and nowhere else',
    (_, held) => {
      const needs = (to: string) => rightsOf(to) ?? [];
      const holds = ([objectType, accessType]: ReturnType<typeof needs>[number]) =>
        held.some(
          (one) =>
            one.objectType === objectType &&
            (one.accessType === accessType ||
              (one.accessType === 'manage' && ['view', 'modify', 'create', 'delete'].includes(accessType))),
        );
      const open = addresses.filter((to) => to === '/' || needs(to).some(holds));
      expect(addresses.filter((to) => isOpenTo(held, to))).toEqual(open);
    },
  );

  it('lead an officer to no contact, and to a diagnostic log only whoever may open its requests', () => {
    const viewer = heldBy([{ objectType: 'diagnostic-logging', accessType: 'view' }]);
    expect(
      ['/contacts', '/contacts/0198a000', '/live', '/protect/audit?objectKind=consent'].map((to) => isOpenTo(officer, to)),
    ).toEqual([...[false, false, false, true]]);
    expect(['/protect/diagnostic-log', '/protect/diagnostic-log/0198a000'].map((to) => isOpenTo(viewer, to))).toEqual([
      true,
      false,
    ]);
  });
});
