import type { KeyDomain, OwnerClass } from '@voxkeep/personal-data';
import { clientNames, type ClientName } from '../protocol/clients.js';
import type { Operation } from '../protocol/messages.js';
import { clientPolicies, decideRequest, opensHeld } from './policy.js';

const ownerId = '5b1c5f0e-4a52-4c0e-9b1b-2a3d4e5f6071';
const caseId = '0b6f2b8e-7a52-4c0e-9b1b-2a3d4e5f6071';
const stated = { purpose: 'serve-customer' };
const mint = (ownerClass: OwnerClass, ...domains: KeyDomain[]) => ({ owners: [{ ownerId, ownerClass }], domains });
const open = (domain: KeyDomain, under: { caseId?: string } = {}) => ({
  stated: { ...stated, ...under },
  wanted: [{ ownerId, ownerClass: 'person' as const, domain }],
});
const place = (domain: KeyDomain) => ({
  domain,
  entity: 'e',
  column: 'c',
  rowId: 'r',
  ownerId,
  ownerClass: 'contact-point' as const,
});
const transfer = (from: KeyDomain, to: KeyDomain) => ({
  requests: [{ from: { ...place(from), epoch: 1, envelope: '' }, to: [place(to)], normalise: 'phone' as const, region: 'EE' }],
});

describe('the policy of the sockets', () => {
  it.each<[ClientName, Operation[]]>([
    ['recorder', ['mint', 'recover', 'states', 'destructions', 'announced-mark']],
    ['operations', ['mint', 'open', 'index', 'destructions', 'announced-mark']],
    ['configurator', ['mint', 'open', 'destructions']],
    ['data-protection', ['open', 'index', 'destroy', 'restrict', 'states', 'status', 'destructions']],
    [
      'worker',
      [
        ...(['mint', 'transfer', 'retire', 'states', 'status', 'destructions', 'audit-rows', 'audit-acknowledge'] as const),
        ...(['work', 'reseal', 'resealed', 'retiring', 'retire-epochs', 'reindex', 'switch-indexes', 'drop-indexes'] as const),
      ],
    ],
    ['operator', ['status', 'destructions', 'rotate-root', 'rotate-owners', 'rotate-indexes']],
  ])('gives %s these operations and no others', (client, operations) => {
    expect(clientPolicies[client].may).toEqual(operations);
  });

  it('lets only data protection destroy', () => {
    expect(clientNames.filter((client) => clientPolicies[client].may.includes('destroy'))).toEqual(['data-protection']);
  });

  it('lets the worker retire keys for retention and for nothing else', () => {
    const request = { runId: caseId, owners: [] };
    expect(decideRequest('worker', 'retire', { ...request, stated: { purpose: 'retention' } })).toBeUndefined();
    expect(decideRequest('worker', 'retire', { ...request, stated })).toBe('purpose');
    expect(decideRequest('data-protection', 'retire', { ...request, stated: { purpose: 'retention', caseId } })).toBe(
      'operation',
    );
  });

  it('opens held keys for data protection alone, for a legal claim or the person’s own request', () => {
    const opening = clientNames.filter((client) => opensHeld(client, { purpose: 'legal-hold' }));
    expect(opening).toEqual(['data-protection']);
    expect(opensHeld('data-protection', { purpose: 'data-subject-request' })).toBe(true);
    expect(opensHeld('data-protection', { purpose: 'complaint' })).toBe(false);
  });

  it('refuses the recorder to open', () => {
    expect(decideRequest('recorder', 'open', open('contact'))).toBe('operation');
  });

  it('lets the recorder mint for a contact and refuses it a person', () => {
    expect(decideRequest('recorder', 'mint', mint('contact-customer', 'contact', 'media'))).toBeUndefined();
    expect(decideRequest('recorder', 'mint', mint('person', 'contact'))).toBe('owner-class');
  });

  it('refuses the recorder the identity key of what it mints', () => {
    expect(decideRequest('recorder', 'mint', mint('contact-customer', 'identity'))).toBe('domain');
  });

  it('lets operations open identities and refuses it staff', () => {
    expect(decideRequest('operations', 'open', open('identity'))).toBeUndefined();
    expect(decideRequest('operations', 'open', open('staff'))).toBe('domain');
  });

  it('lets the configurator open staff and refuses it media', () => {
    expect(decideRequest('configurator', 'open', open('staff'))).toBeUndefined();
    expect(decideRequest('configurator', 'open', open('media'))).toBe('domain');
  });

  it('demands a case of data protection and of nobody else', () => {
    expect(decideRequest('data-protection', 'open', open('media', { caseId }))).toBeUndefined();
    expect(decideRequest('data-protection', 'open', open('media'))).toBe('case-missing');
    expect(decideRequest('data-protection', 'destroy', { stated, owners: [] })).toBe('case-missing');
  });

  it('lets the worker transfer from a contact to an identity, and not back', () => {
    expect(decideRequest('worker', 'transfer', transfer('contact', 'identity'))).toBeUndefined();
    expect(decideRequest('worker', 'transfer', transfer('identity', 'contact'))).toBe('domain');
  });

  it('gives the worker no key of what it mints', () => {
    expect(decideRequest('worker', 'mint', mint('contact-point'))).toBeUndefined();
    expect(decideRequest('worker', 'mint', mint('contact-point', 'identity'))).toBe('domain');
  });
});
