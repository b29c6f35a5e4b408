import { randomUUID } from 'node:crypto';
import { ConsentGate, isGranted, type ConsentGrant } from '@voxkeep/consent';
import type { AudioChannel } from '@voxkeep/contracts';
import { ContactPoints, directorySealed } from '@voxkeep/directory';
import { Contacts, Recordings, operativeSealed } from '@voxkeep/operative';
import { Access, recordAccess } from '@voxkeep/personal-data';
import { newTimeOrderedId } from '@voxkeep/platform';
import { SegmentSealer, octetsOfMs } from '@voxkeep/recording';
import type { OperationsSite } from './operations-site.fixture.js';

const program = 'system:test';

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The fixture made nothing.');
  return value;
}

/** What a test says of a contact; the rest is made up. */
export interface ContactTerms {
  readonly phone?: string;
  readonly queueId?: string | null;
  readonly agentUserId?: string;
  readonly openedAt?: Date;
  readonly live?: boolean;
}

/** A contact as the recorder and the worker leave it: sealed, attributed to its contact point, closed unless it is live. */
export async function aStoredContact(
  site: OperationsSite,
  terms: ContactTerms = {},
): Promise<{ id: string; customerOwner: string; agentOwner: string }> {
  const contacts = new Contacts(site.databases.operative.database);
  const openedAt = terms.openedAt ?? new Date();
  const contact = { id: newTimeOrderedId(openedAt), customerOwner: randomUUID(), agentOwner: randomUUID() };
  await site.keyring.mint(
    [
      { ownerId: contact.customerOwner, ownerClass: 'contact-customer' },
      { ownerId: contact.agentOwner, ownerClass: 'contact-agent' },
    ],
    ['contact', 'media'],
  );
  await openSealed(site, contact, { ...terms, openedAt });
  if (terms.phone !== undefined) await attribute(site, contact.id, terms.phone);
  if (terms.agentUserId !== undefined) {
    await contacts.addParty(
      contact.id,
      { id: randomUUID(), role: 'agent', userId: terms.agentUserId, aor: null, label: null, at: openedAt },
      program,
    );
  }
  if (terms.live !== true) await contacts.close(contact.id, new Date(openedAt.getTime() + 60_000), 'bye', program);
  return contact;
}

async function openSealed(
  site: OperationsSite,
  contact: { id: string; customerOwner: string; agentOwner: string },
  { phone, queueId = null, openedAt, live = false }: ContactTerms & { readonly openedAt: Date },
): Promise<void> {
  const texts = { customerNumber: phone, customerName: phone === undefined ? undefined : 'Mari Mets' };
  const sealed = await site.seals.seal<'customerNumber' | 'customerName'>(operativeSealed.contact, contact, texts);
  await new Contacts(site.databases.operative.database).open(
    {
      ...{ ...contact, openedAt, connectedAt: openedAt, key: { system: 'siprec', value: randomUUID() } },
      ...{ channel: 'voice', direction: 'inbound', trunkId: null, queueId, ownNumber: null },
      recorderId: live ? 'recorder-1' : null,
      ...{ customerNumber: sealed.customerNumber ?? null, customerName: sealed.customerName ?? null, attributes: null },
      attribution: 'none',
    },
    program,
  );
}

async function attribute(site: OperationsSite, contactId: string, phone: string): Promise<void> {
  const audited = await recordAccess(Access.by({ actorId: 'test', kind: 'system' }, { code: 'administration' }), () =>
    Promise.resolve(),
  );
  const [valueIndex] = await site.keyring.index(audited, [{ kind: 'phone', value: phone }]);
  const id = randomUUID();
  const { value } = await site.seals.seal<'value'>(directorySealed.contactPoint, { id }, { value: phone });
  const [point] = await new ContactPoints(site.databases.directory.database).ensure(
    [{ id, kind: 'phone', value: present(value), valueIndex: present(valueIndex), tail: null, normaliserVersion: 1 }],
    program,
  );
  await new Contacts(site.databases.operative.database).attachCustomerPoint(
    contactId,
    { attribution: 'attributed', contactPointId: present(point).id },
    program,
  );
}

/** One stretch of one channel: the octets as they were received. */
export interface SpokenSegment {
  readonly channel: AudioChannel;
  readonly startMs: number;
  readonly octets: Buffer;
}

/** A recorded contact with its vault files. The contact is live, so that a grant can be made, until `close` is called. */
export async function aRecording(
  site: OperationsSite,
  contact: Awaited<ReturnType<typeof aStoredContact>>,
  spoken: readonly SpokenSegment[],
  /** The recording and the owners under which a further session sealed it; the contact's own unless given. */
  sealed: { readonly as?: string; readonly customerOwner?: string; readonly agentOwner?: string } = {},
): Promise<{ readonly id: string; readonly fileIds: readonly string[] }> {
  const recordings = new Recordings(site.databases.operative.database);
  const grant = aGrant(
    contact.id,
    spoken.map(({ channel }) => channel),
  );
  const id = randomUUID();
  const begun = await recordings.begin(
    grant,
    { id, part: 'agent', codec: 'pcma', inseparable: false, startedAt: new Date() },
    program,
  );
  if (!begun.begun) throw new Error(begun.because);
  const fileIds: string[] = [];
  for (const [at, segment] of spoken.entries())
    fileIds.push(
      await seal(site, { ...contact, ...sealed }, { grant, recordingId: id, sealedAs: sealed.as ?? id, number: at + 1 }, segment),
    );
  await recordings.finish(contact.id, id, new Date(), false, program);
  await recordings.recordOutcome(contact.id, { part: 'agent', outcome: 'kept', at: new Date() }, program);
  return { id, fileIds };
}

async function seal(
  site: OperationsSite,
  { id: contactId, customerOwner, agentOwner }: Awaited<ReturnType<typeof aStoredContact>>,
  { grant, recordingId, sealedAs, number }: { grant: ConsentGrant; recordingId: string; sealedAs: string; number: number },
  { channel, startMs, octets }: SpokenSegment,
): Promise<string> {
  const recordings = new Recordings(site.databases.operative.database);
  const owner = channel === 'agent' ? agentOwner : customerOwner;
  const ownerClass = channel === 'agent' ? 'contact-agent' : 'contact-customer';
  const ring = await site.keyring.mint([{ ownerId: owner, ownerClass }], ['media']);
  const [segmentId, fileId] = [randomUUID(), randomUUID()];
  const ids = { recordingId: sealedAs, segmentId, ownerId: owner };
  const header = { ...ids, channel, segmentNumber: number, codec: 'pcma', sampleRate: 8000, startMs } as const;
  await recordings.addSegment(
    contactId,
    { id: segmentId, recordingId, channel, number, fileId, codec: 'pcma', startMs, owner },
    program,
  );
  if (sealedAs !== recordingId)
    await site.databases.operative.database.rows(
      'update recording_segment set sealed_as = $2, sealed_number = $3 where contact_id = $4 and id = $1',
      [segmentId, sealedAs, number, contactId],
    );
  const sealer = SegmentSealer.begin(grant, present(ring.key(owner, ownerClass, 'media')), header);
  const file = await site.vault.beginFile(fileId);
  await file.append(sealer.opening);
  for (const chunk of sealer.accept(octets).chunks) await file.append(chunk);
  await file.append(sealer.finish());
  const { sha512 } = await file.finish();
  await recordings.closeSegment(
    contactId,
    segmentId,
    { octets: octets.length, sha512: Buffer.from(sha512, 'hex'), state: 'closed' },
    program,
  );
  return fileId;
}

function aGrant(contactId: string, channels: readonly AudioChannel[]): ConsentGrant {
  const gate = new ConsentGate({
    contactId,
    purpose: 'quality',
    mode: 'only-with-consent',
    channels: [...new Set(channels)],
    keys: null,
    startedAt: 0,
    askedBeforeSeconds: null,
  });
  const decision = gate.feed({ kind: 'api', given: true, by: 'ivr', at: 1 });
  if (!isGranted(decision)) throw new Error(decision.refused);
  return decision;
}

/** Octets that differ from place to place, so that a shifted answer is seen. */
export function someSpeech(ms: number, seed: number): Buffer {
  return Buffer.from(Array.from({ length: octetsOfMs(ms) }, (_, at) => (at * 7 + seed + (at >> 8)) & 0xff));
}
