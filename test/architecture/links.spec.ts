import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { defaultRoles } from '@voxkeep/access';
import type { http } from '@voxkeep/contracts';
import { isOpenTo, menuPages, rightsOf } from '../../apps/web/src/session/page-rights';

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

/** The pages of the menus, and those below them that ask for more. */
const pages: readonly string[] = [
  ...menuPages,
  ...['/protect/diagnostic-log/0198a000', '/protect/consents/new', '/configure/users/new'],
];
const [onTheCall, wordings] = [
  ['/contacts', '/directory'],
  ['/configure/consent-policies', '/configure/consent-wordings'],
];
const diagnosis = ['/protect/audit', '/protect/listening', '/protect/diagnostic-log', '/protect/diagnostic-log/0198a000'];
/** By hand, from what each role is for: a wrong right in the table of the pages shows here. */
const openToRoles: Readonly<Record<string, readonly string[]>> = {
  'system-administrator': [
    ...['/live', '/reports', '/outbound', '/directory', ...diagnosis, ...wordings, '/configure/users', '/configure/users/new'],
    ...['/configure/queues', '/configure/trunks', '/configure/recording-policies', '/configure/retention'],
    ...['/configure/categories', '/configure/other-systems', '/configure/compliance'],
  ],
  'user-administrator': ['/configure/users', '/configure/users/new', '/configure/queues'],
  'queue-administrator': [
    ...['/live', '/configure/queues', '/configure/users', '/configure/trunks', '/configure/recording-policies', ...wordings],
  ],
  'outbound-administrator': ['/outbound', '/configure/queues', '/configure/users'],
  'ivr-and-prompt-administrator': ['/configure/queues', ...wordings],
  'reporting-administrator': ['/reports', '/outbound', '/configure/queues', '/configure/users'],
  'monitoring-administrator': [
    ...['/live', '/outbound', '/configure/queues', '/configure/trunks', '/configure/categories', ...diagnosis],
  ],
  supervisor: [...[...onTheCall, '/live', '/reports', '/outbound', '/configure/users', '/configure/queues', '/configure/trunks']],
  agent: onTheCall,
  'office-user': onTheCall,
};
const openToOfficer = [
  ...['/protect/cases', '/protect/find', '/protect/holds', '/protect/identity', '/protect/audit', '/protect/listening'],
  ...['/protect/data-map', '/protect/record-of-processing', '/protect/incidents', '/protect/evidence', '/protect/consents'],
];

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

  it('name by hand what each default role opens', () => {
    expect(Object.keys(openToRoles).sort()).toEqual(defaultRoles.map(({ code }) => code as string).sort());
  });

  it.each(defaultRoles.map(({ code, rights }) => [code, heldBy(rights.filter(({ mayUse }) => mayUse))] as const))(
    'are shown to a %s for the pages that are for that role, and for no others',
    (code, held) => {
      expect(pages.filter((page) => isOpenTo(held, page)).sort()).toEqual([...(openToRoles[code] ?? [])].sort());
    },
  );

  it('are shown to an officer for data protection, and for nothing else', () => {
    expect(pages.filter((page) => isOpenTo(officer, page)).sort()).toEqual([...openToOfficer].sort());
  });

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
