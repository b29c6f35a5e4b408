import { ConsentPolicies, ConsentWordings, Queues, RecordingPolicies, Trunks, type SaveOutcome } from '@voxkeep/configuration';
import { VoxkeepError, type RecordingMode } from '@voxkeep/contracts';
import type { QueueCode } from '../invented/past-contacts.js';
import { wordings, wordingVersion } from '../invented/wordings.js';
import { demo, type Site } from '../site.js';

/** Names of the demonstration's queues. */
const queueNames: Readonly<Record<QueueCode, string>> = {
  'service-desk': 'Service desk',
  billing: 'Billing',
  deliveries: 'Deliveries',
};

/** The number under which the site is called. */
export const ownNumber = '+3726000100';

const consentName = 'Ask for a key';
const recordingPolicies = [
  { name: 'Only with consent', mode: 'only-with-consent' },
  { name: 'Always, with notice', mode: 'always-with-notice' },
  { name: 'Never', mode: 'off' },
] as const satisfies readonly { name: string; mode: RecordingMode }[];
const policyOf: Readonly<Record<QueueCode, (typeof recordingPolicies)[number]['name']>> = {
  'service-desk': 'Only with consent',
  billing: 'Always, with notice',
  deliveries: 'Never',
};

/** Policies, queues and the trunk of this machine. What carries one of the names already stays as it is. */
export async function furnishPolicies(site: Site, sourceNetworks: readonly string[]): Promise<void> {
  const { configuration } = site;
  const consent = await idOf(new ConsentPolicies(configuration), consentName, {
    name: consentName,
    channel: 'voice',
    wordingVersion,
    acceptKey: '1',
    rejectKey: '2',
    withdrawalSequence: '*9',
    windowSeconds: 15,
    retries: 1,
    acceptStanding: true,
  });
  for (const text of wordings) await new ConsentWordings(configuration).add({ version: wordingVersion, ...text }, demo);
  const policies = new RecordingPolicies(configuration);
  const ids = new Map<string, string>();
  for (const { name, mode } of recordingPolicies) ids.set(name, await idOf(policies, name, { name, mode, ...policyTerms(mode) }));
  const queues = await furnishQueues(site, consent, ids);
  await furnishTrunk(site, sourceNetworks, queues['service-desk']);
}

/** Ids of the demonstration's queues. Throws `demo.queue-missing` when one was renamed or removed. */
export async function findQueues(site: Site): Promise<Readonly<Record<QueueCode, string>>> {
  const known = new Map((await new Queues(site.configuration).list()).map(({ id, name }) => [name, id]));
  const idBy = (code: QueueCode): string => {
    const id = known.get(queueNames[code]);
    if (id === undefined) throw new VoxkeepError('demo.queue-missing', { queue: code });
    return id;
  };
  return { 'service-desk': idBy('service-desk'), billing: idBy('billing'), deliveries: idBy('deliveries') };
}

/** A withdrawal destroys what was kept under consent; what is kept with a notice stays. */
function policyTerms(mode: RecordingMode) {
  const onWithdrawal = mode === 'always-with-notice' ? ('keep' as const) : ('destroy' as const);
  const tracks: ('customer' | 'agent')[] = ['customer', 'agent'];
  return { purpose: 'quality-check' as const, onWithdrawal, tracks };
}

async function furnishQueues(
  site: Site,
  consentPolicyId: string,
  policies: ReadonlyMap<string, string>,
): Promise<Readonly<Record<QueueCode, string>>> {
  const queues = new Queues(site.configuration);
  const make = (code: QueueCode): Promise<string> =>
    idOf(queues, queueNames[code], {
      name: queueNames[code],
      channel: 'voice',
      recordingPolicyId: policies.get(policyOf[code]) ?? null,
      consentPolicyId,
    });
  return { 'service-desk': await make('service-desk'), billing: await make('billing'), deliveries: await make('deliveries') };
}

/** Test calls come from this machine: their announcement counts as played before the call reaches the recorder. */
async function furnishTrunk(site: Site, sourceNetworks: readonly string[], queueId: string): Promise<void> {
  const name = 'This machine';
  await idOf(new Trunks(site.configuration), name, {
    name,
    sourceNetworks: [...sourceNetworks],
    transport: 'udp',
    tlsIdentity: null,
    vendorProfile: 'rfc',
    customerIs: 'external-number',
    ownNumberPrefixes: ['+3726000'],
    region: 'EE',
    queueId,
    askedBeforeSeconds: 15,
    contactKeyHeader: null,
    gate: 'receive',
    metadataAllowed: [],
    acceptsUnmarked: false,
  });
}

interface Keeper<V> {
  create(values: V, by: string): Promise<SaveOutcome>;
  list(): Promise<readonly { readonly id: string; readonly name: string }[]>;
}

async function idOf<V>(keeper: Keeper<V>, name: string, values: V): Promise<string> {
  const outcome = await keeper.create(values, demo);
  if ('saved' in outcome) return outcome.saved;
  const there = (await keeper.list()).find((each) => each.name === name);
  if (!there) throw new VoxkeepError('demo.not-furnished', { refused: outcome.refused });
  return there.id;
}
