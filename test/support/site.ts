import { accessTypesOf, guardedObjectTypes } from '@voxkeep/access';
import type { http } from '@voxkeep/contracts';
import type { ApiClient } from './api-client.js';
import type { TestAppliance } from './appliance.js';
import { firstSignIn, type Person } from './sign-in.js';
import { askOptions } from './sip-probe.js';
import { until } from './until.js';

/** A site as most system tests want it: people who may do their part and no more, and one queue for each kind of policy. */
export interface Site {
  readonly admin: Person;
  readonly supervisor: Person;
  readonly dpo: Person;
  readonly deputy: Person;
  readonly agent: Person;
  /** Its customers are asked before their call reaches the recorder. */
  readonly queueId: string;
  readonly consentPolicyId: string;
  readonly recordingPolicyId: string;
  readonly trunkId: string;
  readonly close: () => void;
}

export interface SiteOptions {
  /** Seconds in which a key counts from the beginning of a call; `null`: the customer is not asked before. */
  readonly askedBeforeSeconds?: number | null;
}

/** What every call of these tests is: to an agent at this address, about a number that is not the house's own. */
export const agentAddress = 'sip:7001@pbx.example';
export const houseNumbers = '+3726000';

/** Furnishes a fresh appliance through its own interface, as an administrator does. */
export async function furnish(appliance: TestAppliance, { askedBeforeSeconds = 60 }: SiteOptions = {}): Promise<Site> {
  const admin = await firstSignIn(appliance.newClient(), 'admin', appliance.oneTimePasswordOf('admin'));
  const { client } = admin;
  const [supervisor, agent] = [
    await appoint(appliance, client, 'anna.supervisor', ['supervisor']),
    await appoint(appliance, client, 'marek.agent', ['agent'], '7001'),
  ];
  const [dpo, deputy] = [await appointOfficer(appliance, client, 'dpo'), await appointOfficer(appliance, client, 'dpo.deputy')];
  const consentPolicyId = await made(client, 'configurator/consent-policies', {
    name: 'Ask for a key',
    wordingVersion: 'en-1',
    windowSeconds: 8,
    withdrawalSequence: '*9',
  });
  const recordingPolicyId = await made(client, 'configurator/recording-policies', {
    name: 'Only with consent',
    mode: 'only-with-consent',
    onWithdrawal: 'destroy',
  });
  const queueId = await made(client, 'configurator/queues', { name: 'Service desk', recordingPolicyId, consentPolicyId });
  const trunkId = await made(client, 'configurator/trunks', {
    name: 'Front SBC',
    sourceNetworks: ['127.0.0.1/32'],
    customerIs: 'external-number',
    ownNumberPrefixes: [houseNumbers],
    queueId,
    askedBeforeSeconds,
  });
  await untilTrunkIsKnown(appliance);
  const everybody = [admin, supervisor, agent, dpo, deputy];
  const close = (): void => {
    for (const { client: each } of everybody) each.close();
  };
  return { admin, supervisor, agent, dpo, deputy, queueId, consentPolicyId, recordingPolicyId, trunkId, close };
}

/** Waits until the recorder takes calls of the trunk on this machine. */
export async function untilTrunkIsKnown(appliance: TestAppliance): Promise<void> {
  await until('the recorder knows the trunk', async () => (await askOptions(appliance.ports.sip)) === 200);
}

let probes = 0;

/** Waits until the recorder has learnt of all that was configured before: it reads everything when it hears of a new trunk. */
export async function untilRecorderKnows(
  appliance: TestAppliance,
  { admin, queueId }: Pick<Site, 'admin' | 'queueId'>,
): Promise<void> {
  probes += 1;
  const source = `127.0.1.${probes}`;
  const trunk = {
    name: `Probe ${probes}`,
    sourceNetworks: [`${source}/32`],
    customerIs: 'external-number',
    ownNumberPrefixes: [],
  };
  await made(admin.client, 'configurator/trunks', { ...trunk, queueId, askedBeforeSeconds: null });
  await until('the recorder knows what was configured', async () => (await askOptions(appliance.ports.sip, source)) === 200);
}

/** Makes something through the interface and answers its id. */
export async function made(client: ApiClient, path: string, body: object): Promise<string> {
  return (await client.demand<{ id: string }>('POST', path, body)).id;
}

/** Makes a user who has signed in. */
export async function appoint(
  appliance: TestAppliance,
  admin: ApiClient,
  login: string,
  roleCodes: readonly string[],
  extension?: string,
): Promise<Person> {
  const addresses = extension === undefined ? [] : [{ kind: 'extension', value: extension }];
  const user = { login, displayName: `Test user ${login}`, roleCodes, addresses };
  const { oneTimePassword } = await admin.demand<{ oneTimePassword: string }>('POST', 'configurator/users', user);
  return firstSignIn(appliance.newClient(), login, oneTimePassword);
}

/** Guarded rights name persons, so a Data Protection Officer is appointed right by right. */
async function appointOfficer(appliance: TestAppliance, admin: ApiClient, login: string): Promise<Person> {
  const officer = await appoint(appliance, admin, login, []);
  const { user } = await officer.client.demand<http.SessionAnswer>('GET', 'configurator/session');
  const holder = { kind: 'user', id: user.id };
  for (const objectType of guardedObjectTypes) {
    for (const accessType of accessTypesOf(objectType))
      await admin.demand('POST', 'configurator/grants', { holder, objectType, accessType });
  }
  await admin.demand('POST', 'configurator/grants', { holder, objectType: 'audit-trail', accessType: 'view' });
  return officer;
}
