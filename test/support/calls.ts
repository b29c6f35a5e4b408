import { createHash } from 'node:crypto';
import type { http } from '@voxkeep/contracts';
import { placeTestCall, type TestCallOptions, type TestCallResult } from '../../apps/recorder/src/test-call/place-test-call.js';
import { UnexpectedAnswer } from './api-client.js';
import type { TestAppliance } from './appliance.js';
import { asSuperuser } from './databases.js';
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

/** How a call is named: by what its session client calls it, or without readable metadata by its Call-ID. */
export type CallName = 'sip-session-id' | 'call-id';

/** The contact that the books know by this name. */
async function bookedAs(appliance: TestAppliance, key: string, system: CallName): Promise<string | undefined> {
  const hash = createHash('sha256').update(`${system}\u0000${key}`).digest();
  const { rows } = await asSuperuser(appliance, 'operative', (client) =>
    client.query<{ contactId: string }>('select contact_id as "contactId" from contact_key where key_hash = $1', [hash]),
  );
  return rows[0]?.contactId;
}

/** Whether the books know a call by this name. */
export async function isBooked(appliance: TestAppliance, key: string, system: CallName = 'sip-session-id'): Promise<boolean> {
  return (await bookedAs(appliance, key, system)) !== undefined;
}

/**
 * The contact of a call that was answered. Its books may come after its answer, and asked for by its name, a call that is not in the books
 * would be made there: so it is waited for past the product.
 */
export function contactOf(appliance: TestAppliance, key: string, system: CallName = 'sip-session-id'): Promise<string> {
  return until('the call is in the books', () => bookedAs(appliance, key, system));
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
  if (audio.status !== 200) throw new UnexpectedAnswer('Audio', audio.status, audio.body);
  return { listening, wav: audio.bytes };
}
