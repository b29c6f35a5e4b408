import type { KeyDomain, OwnerClass } from '@voxkeep/personal-data';
import type { ClientName } from '../protocol/clients.js';
import type { Operation, RequestOf, Stated } from '../protocol/messages.js';

/** What one client may ask. Domains that are not listed are refused, never silently left out. */
export interface ClientPolicy {
  readonly mints: readonly OwnerClass[];
  /** Domain keys that minting may hand out. */
  readonly mintAnswers: readonly KeyDomain[];
  readonly opens: readonly KeyDomain[];
  readonly recovers: readonly KeyDomain[];
  readonly may: readonly Operation[];
  /** Every open, index and destruction has to name a case (GDPR Art. 12(6), 15, 17 are cases). */
  readonly needsCase: boolean;
  /** Purposes for which it opens keys of owners that are restricted or under a hold (GDPR Art. 15, 18(2)). */
  readonly opensHeldFor: readonly string[];
}

const everyDomain: readonly KeyDomain[] = ['identity', 'contact', 'media', 'outbound', 'staff'];
const nothing = { mints: [], mintAnswers: [], opens: [], recovers: [], may: [], needsCase: false, opensHeldFor: [] };

/** The whole policy, readable as a table: the socket on which a request arrives is the row. */
export const clientPolicies: Readonly<Record<ClientName, ClientPolicy>> = {
  recorder: {
    ...nothing,
    mints: ['contact-customer', 'contact-agent'],
    mintAnswers: ['contact', 'media'],
    recovers: ['contact', 'media'],
    may: ['mint', 'recover', 'states', 'destructions', 'announced-mark'],
  },
  operations: {
    ...nothing,
    mints: ['person', 'contact-point', 'contact-customer', 'contact-agent'],
    mintAnswers: ['identity', 'contact', 'media', 'outbound'],
    opens: ['identity', 'contact', 'media', 'outbound'],
    may: ['mint', 'open', 'index', 'destructions', 'announced-mark'],
  },
  configurator: {
    ...nothing,
    mints: ['person'],
    mintAnswers: ['identity', 'staff'],
    opens: ['identity', 'staff'],
    may: ['mint', 'open', 'destructions'],
  },
  'data-protection': {
    ...nothing,
    opens: everyDomain,
    may: ['open', 'index', 'destroy', 'restrict', 'states', 'status', 'destructions'],
    needsCase: true,
    opensHeldFor: ['legal-hold', 'legal-request', 'data-subject-request'],
  },
  worker: {
    ...nothing,
    mints: ['contact-point'],
    may: [
      ...['mint', 'transfer', 'retire', 'states', 'status', 'destructions', 'audit-rows', 'audit-acknowledge'],
      ...['work', 'reseal', 'resealed', 'retiring', 'retire-epochs', 'reindex', 'switch-indexes', 'drop-indexes'],
    ] as Operation[],
  },
  operator: { ...nothing, may: ['status', 'destructions', 'rotate-root', 'rotate-owners', 'rotate-indexes'] },
};

/** Where a transfer may lead: from what was heard or imported to who it is, never back and never into a recording. */
const transferFrom: readonly KeyDomain[] = ['contact', 'outbound'];
const transferTo: readonly KeyDomain[] = ['identity', 'outbound'];

/** The only purpose for which keys die without a case: the period of their data is over. */
const retirePurpose = 'retention';

export type Refusal = 'operation' | 'owner-class' | 'domain' | 'case-missing' | 'purpose';

/** Decides whether this client may make this request; `undefined` means it may. Pure. */
export function decideRequest<O extends Operation>(client: ClientName, operation: O, request: RequestOf<O>): Refusal | undefined {
  const policy = clientPolicies[client];
  if (!policy.may.includes(operation)) return 'operation';
  if (policy.needsCase && lacksCase(request)) return 'case-missing';
  return refusalIn(policy, operation, request);
}

/** Whether this client opens held keys for what it states. */
export function opensHeld(client: ClientName, { purpose }: Stated): boolean {
  return clientPolicies[client].opensHeldFor.includes(purpose);
}

function refusalIn(policy: ClientPolicy, operation: Operation, request: unknown): Refusal | undefined {
  if (operation === 'mint') return refusalOfMint(policy, request as RequestOf<'mint'>);
  if (operation === 'open')
    return (request as RequestOf<'open'>).wanted.every((w) => policy.opens.includes(w.domain)) ? undefined : 'domain';
  if (operation === 'retire') return (request as RequestOf<'retire'>).stated.purpose === retirePurpose ? undefined : 'purpose';
  if (operation === 'transfer') return refusalOfTransfer(request as RequestOf<'transfer'>);
  return undefined;
}

function refusalOfMint(policy: ClientPolicy, { owners, domains }: RequestOf<'mint'>): Refusal | undefined {
  if (!owners.every((owner) => policy.mints.includes(owner.ownerClass))) return 'owner-class';
  return domains.every((domain) => policy.mintAnswers.includes(domain)) ? undefined : 'domain';
}

function refusalOfTransfer({ requests }: RequestOf<'transfer'>): Refusal | undefined {
  const allowed = requests.every(
    ({ from, to }) => transferFrom.includes(from.domain) && to.every((place) => transferTo.includes(place.domain)),
  );
  return allowed ? undefined : 'domain';
}

function lacksCase(request: unknown): boolean {
  const stated = (request as { stated?: { caseId?: string } }).stated;
  return stated !== undefined && stated.caseId === undefined;
}
