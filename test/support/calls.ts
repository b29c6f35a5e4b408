import type { http } from '@voxkeep/contracts';
import { placeTestCall, type TestCallOptions, type TestCallResult } from '../../apps/recorder/src/test-call/place-test-call.js';
import type { TestAppliance } from './appliance.js';
import { remember } from './leftovers.js';
import { agentAddress, type Site } from './site.js';
import { until } from './until.js';

/** One call with the product's own test client, which brings its streams with it. A call that a test has left is hung up after it. */
export function call(
  appliance: TestAppliance,
  options: Omit<TestCallOptions, 'target' | 'transport' | 'agent'>,
): Promise<TestCallResult> {
  const left = new AbortController();
  const forget = remember(() => {
    left.abort();
  });
  const signal = AbortSignal.any([left.signal, ...(options.signal ? [options.signal] : [])]);
  return placeTestCall({
    target: { address: '127.0.0.1', port: appliance.ports.sip },
    transport: 'udp',
    agent: agentAddress,
    ...options,
    signal,
  }).finally(forget);
}

/** The contact of a call that was answered, by what its session client calls it; without readable metadata that is the Call-ID. */
export async function contactOf(
  { admin }: Pick<Site, 'admin'>,
  key: string,
  system: 'sip-session-id' | 'call-id' = 'sip-session-id',
): Promise<string> {
  const announced = { system, key };
  const { contactId, created } = await admin.client.demand<{ contactId: string; created: boolean }>(
    'POST',
    'operations/contacts',
    announced,
  );
  if (created) throw new Error('No call has this key.');
  return contactId;
}

/** A contact as the supervisor sees it. */
export function detailOf({ supervisor }: Pick<Site, 'supervisor'>, contactId: string): Promise<http.ContactDetail> {
  return supervisor.client.demand('GET', `operations/contacts/${contactId}`);
}

/** The contact once its outcome and its end are written. */
export function closedContact(site: Pick<Site, 'supervisor'>, contactId: string): Promise<http.ContactDetail> {
  return until('the contact has its outcome', async () => {
    const detail = await detailOf(site, contactId);
    return detail.closedAt !== null && detail.outcomes.length > 0 ? detail : undefined;
  });
}

/** The audio of a recording, fetched as a player does: the purpose first. */
export async function heard(
  { supervisor: { client } }: Pick<Site, 'supervisor'>,
  recordingId: string,
): Promise<{ readonly listening: http.Listening; readonly wav: Buffer }> {
  const listening = await client.demand<http.Listening>('POST', `operations/recordings/${recordingId}/listening`, {
    purpose: { code: 'quality-check' },
  });
  const audio = await client.get(listening.audioUrl.replace(/^\/api\//, ''));
  if (audio.status !== 200) throw new Error(`Audio: ${audio.status} ${JSON.stringify(audio.body)}`);
  return { listening, wav: audio.bytes };
}
