import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { lazy, Suspense, type ComponentType } from 'react';
import { readAuditFilters } from './audit/audit-filters.ts';
import { ContactPage } from './contacts/contact-page.tsx';
import { ContactsPage } from './contacts/contacts-page.tsx';
import { readFilters } from './contacts/search-state.ts';
import { LivePage } from './live/live-page.tsx';
import { readCaseFilters } from './protect/case-filters.ts';
import { readPeriod } from './reports/period.ts';
import { Guarded } from './session/guarded.tsx';
import { pageRights, type MenuPage } from './session/page-rights.ts';
import { App } from './shell/app.tsx';
import { StartPage } from './shell/start-page.tsx';
import { Failed, Loading, NotFound } from './ui/states.tsx';

const root = createRootRoute({ component: App, notFoundComponent: NotFound });
const getParentRoute = () => root;

/** The page behind the rights of its menu item. */
function forRights(page: MenuPage, Shown: ComponentType) {
  return function Page() {
    return (
      <Guarded rights={pageRights[page]}>
        <Suspense fallback={<Loading />}>
          <Shown />
        </Suspense>
      </Guarded>
    );
  };
}

/** A page whose code is fetched when it is first opened. React's own way: the router's leaves a mark in the session storage. */
function later<Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) {
  return lazy(async () => ({ default: (await load())[name] }));
}

const reports = later(() => import('./reports/reports-page.tsx'), 'ReportsPage');
const outbound = later(() => import('./outbound/outbound-page.tsx'), 'OutboundPage');
const campaign = later(() => import('./outbound/campaign-page.tsx'), 'CampaignPage');
const directory = later(() => import('./directory/directory-page.tsx'), 'DirectoryPage');
const cases = later(() => import('./protect/cases-page.tsx'), 'CasesPage');
const protectedCase = later(() => import('./protect/case-page.tsx'), 'CasePage');
const identity = later(() => import('./protect/identity-page.tsx'), 'IdentityPage');
const find = later(() => import('./protect/find-page.tsx'), 'FindPage');
const auditTrail = later(() => import('./audit/audit-page.tsx'), 'AuditPage');
const listeningLog = later(() => import('./audit/listening-page.tsx'), 'ListeningPage');
const holds = later(() => import('./protect/holds-page.tsx'), 'HoldsPage');
const users = later(() => import('./configure/users-page.tsx'), 'UsersPage');
const newUser = later(() => import('./configure/new-user-page.tsx'), 'NewUserPage');
const user = later(() => import('./configure/user-page.tsx'), 'UserPage');
const queues = later(() => import('./configure/queues.tsx'), 'QueuesPage');
const queue = later(() => import('./configure/queues.tsx'), 'QueuePage');
const trunks = later(() => import('./configure/trunks.tsx'), 'TrunksPage');
const trunk = later(() => import('./configure/trunks.tsx'), 'TrunkPage');
const recordingPolicies = later(() => import('./configure/recording-policies.tsx'), 'RecordingPoliciesPage');
const recordingPolicy = later(() => import('./configure/recording-policies.tsx'), 'RecordingPolicyPage');
const consentPolicies = later(() => import('./configure/consent-policies.tsx'), 'ConsentPoliciesPage');
const consentPolicy = later(() => import('./configure/consent-policies.tsx'), 'ConsentPolicyPage');
const dataMap = later(() => import('./catalogue/data-map-page.tsx'), 'DataMapPage');
const recordOfProcessing = later(() => import('./catalogue/record-page.tsx'), 'RecordPage');
const categories = later(() => import('./categories/categories-page.tsx'), 'CategoriesPage');
const retention = later(() => import('./retention/retention-page.tsx'), 'RetentionPage');
const diagnosticLog = later(() => import('./diagnostics/diagnostics-page.tsx'), 'DiagnosticsPage');
const newDiagnosticGrant = later(() => import('./diagnostics/new-grant-page.tsx'), 'NewGrantPage');
const diagnosticGrant = later(() => import('./diagnostics/grant-page.tsx'), 'GrantPage');

const consents = later(() => import('./consents/consents-page.tsx'), 'ConsentsPage');
const consent = later(() => import('./consents/consent-page.tsx'), 'ConsentPage');
const newConsent = later(() => import('./consents/new-consent-page.tsx'), 'NewConsentPage');
const consentActs = later(() => import('./consents/ledger-acts-page.tsx'), 'LedgerActsPage');
const consentWordings = later(() => import('./consents/wordings-page.tsx'), 'WordingsPage');
const otherSystems = later(() => import('./registers/other-systems-page.tsx'), 'OtherSystemsPage');
const compliance = later(() => import('./registers/compliance-page.tsx'), 'CompliancePage');
const incidents = later(() => import('./registers/incidents-page.tsx'), 'IncidentsPage');
const evidence = later(() => import('./protect/evidence-page.tsx'), 'EvidencePage');

// Apart from the call below: inside it, TypeScript would infer `any` for each page and accept every address.
const pages = [
  createRoute({ getParentRoute, path: '/', component: StartPage }),
  createRoute({
    getParentRoute,
    path: '/contacts',
    component: forRights('/contacts', ContactsPage),
    validateSearch: readFilters,
  }),
  createRoute({ getParentRoute, path: '/contacts/$id', component: forRights('/contacts', ContactPage) }),
  createRoute({ getParentRoute, path: '/live', component: forRights('/live', LivePage) }),
  createRoute({ getParentRoute, path: '/reports', component: forRights('/reports', reports), validateSearch: readPeriod }),
  createRoute({ getParentRoute, path: '/outbound', component: forRights('/outbound', outbound) }),
  createRoute({ getParentRoute, path: '/outbound/$id', component: forRights('/outbound', campaign) }),
  createRoute({ getParentRoute, path: '/directory', component: forRights('/directory', directory) }),
  createRoute({
    getParentRoute,
    path: '/protect/cases',
    component: forRights('/protect/cases', cases),
    validateSearch: readCaseFilters,
  }),
  createRoute({ getParentRoute, path: '/protect/identity', component: forRights('/protect/identity', identity) }),
  createRoute({ getParentRoute, path: '/protect/cases/$id', component: forRights('/protect/cases', protectedCase) }),
  createRoute({ getParentRoute, path: '/protect/find', component: forRights('/protect/find', find) }),
  createRoute({
    getParentRoute,
    path: '/protect/audit',
    component: forRights('/protect/audit', auditTrail),
    validateSearch: readAuditFilters,
  }),
  createRoute({
    getParentRoute,
    path: '/protect/listening',
    component: forRights('/protect/listening', listeningLog),
    validateSearch: readAuditFilters,
  }),
  createRoute({ getParentRoute, path: '/protect/holds', component: forRights('/protect/holds', holds) }),
  createRoute({ getParentRoute, path: '/configure/users', component: forRights('/configure/users', users) }),
  createRoute({ getParentRoute, path: '/configure/users/new', component: forRights('/configure/users', newUser) }),
  createRoute({ getParentRoute, path: '/configure/users/$id', component: forRights('/configure/users', user) }),
  createRoute({ getParentRoute, path: '/configure/queues', component: forRights('/configure/queues', queues) }),
  createRoute({ getParentRoute, path: '/configure/queues/$id', component: forRights('/configure/queues', queue) }),
  createRoute({ getParentRoute, path: '/configure/trunks', component: forRights('/configure/trunks', trunks) }),
  createRoute({ getParentRoute, path: '/configure/trunks/$id', component: forRights('/configure/trunks', trunk) }),
  createRoute({
    getParentRoute,
    path: '/configure/recording-policies',
    component: forRights('/configure/recording-policies', recordingPolicies),
  }),
  createRoute({
    getParentRoute,
    path: '/configure/recording-policies/$id',
    component: forRights('/configure/recording-policies', recordingPolicy),
  }),
  createRoute({
    getParentRoute,
    path: '/configure/consent-policies',
    component: forRights('/configure/consent-policies', consentPolicies),
  }),
  createRoute({
    getParentRoute,
    path: '/configure/consent-policies/$id',
    component: forRights('/configure/consent-policies', consentPolicy),
  }),
  createRoute({ getParentRoute, path: '/protect/data-map', component: forRights('/protect/data-map', dataMap) }),
  createRoute({
    getParentRoute,
    path: '/protect/record-of-processing',
    component: forRights('/protect/record-of-processing', recordOfProcessing),
  }),
  createRoute({ getParentRoute, path: '/configure/categories', component: forRights('/configure/categories', categories) }),
  createRoute({ getParentRoute, path: '/configure/retention', component: forRights('/configure/retention', retention) }),
  createRoute({
    getParentRoute,
    path: '/protect/diagnostic-log',
    component: forRights('/protect/diagnostic-log', diagnosticLog),
  }),
  createRoute({
    getParentRoute,
    path: '/protect/diagnostic-log/new',
    component: forRights('/protect/diagnostic-log', newDiagnosticGrant),
  }),
  createRoute({
    getParentRoute,
    path: '/protect/diagnostic-log/$id',
    component: forRights('/protect/diagnostic-log', diagnosticGrant),
  }),
  createRoute({ getParentRoute, path: '/protect/consents', component: forRights('/protect/consents', consents) }),
  createRoute({ getParentRoute, path: '/protect/consents/new', component: forRights('/protect/consents', newConsent) }),
  createRoute({ getParentRoute, path: '/protect/consents/many', component: forRights('/protect/consents', consentActs) }),
  createRoute({ getParentRoute, path: '/protect/consents/$id', component: forRights('/protect/consents', consent) }),
  createRoute({
    getParentRoute,
    path: '/configure/consent-wordings',
    component: forRights('/configure/consent-wordings', consentWordings),
  }),
  createRoute({
    getParentRoute,
    path: '/configure/other-systems',
    component: forRights('/configure/other-systems', otherSystems),
  }),
  createRoute({ getParentRoute, path: '/configure/compliance', component: forRights('/configure/compliance', compliance) }),
  createRoute({ getParentRoute, path: '/protect/incidents', component: forRights('/protect/incidents', incidents) }),
  createRoute({ getParentRoute, path: '/protect/evidence', component: forRights('/protect/evidence', evidence) }),
] as const;

/** The addresses of the application. Addresses hold ids, filters and dates; never a number, a name or a search for one. */
export const router = createRouter({
  routeTree: root.addChildren(pages),
  defaultPendingComponent: Loading,
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: ({ error, reset }) => <Failed error={error} retry={reset} />,
  // Without it the router keeps scroll positions in the session storage of the browser.
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
