import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ConsentGate, isGranted } from '@voxkeep/consent';
import { VaultStore, newId } from '@voxkeep/platform';
import { SegmentSealer, octetsOfMs } from '@voxkeep/recording';
import type { Site } from '../data-protection.fixture';

/** Octets that differ from place to place, so that a shifted file is seen. */
export function someSpeech(ms: number): Buffer {
  return Buffer.from(Array.from({ length: octetsOfMs(ms) }, (_, at) => (at * 7 + (at >> 8)) & 0xff));
}

/** Puts the customer's voice into the vault for a contact that is there, sealed as the recorder does. Answers the recording's id. */
export async function recordVoice(
  site: Site,
  contact: { readonly id: string; readonly customerOwner: string },
  stretches: readonly { readonly startMs: number; readonly octets: Buffer }[],
): Promise<string> {
  const operative = site.of('operative');
  const vault = await VaultStore.create(join(site.directory, 'vault'));
  const ring = await site.operations.mint([{ ownerId: contact.customerOwner, ownerClass: 'contact-customer' }], ['media']);
  const key = ring.key(contact.customerOwner, 'contact-customer', 'media');
  if (key === undefined) throw new Error('no key');
  const recordingId = newId();
  await operative.rows(
    `insert into recording (contact_id, id, part, state, codec, inseparable, evidence_kind, started_at, ended_at)
     values ($1, $2, 'automated', 'finished', 'pcma', false, 'digit', now(), now())`,
    [contact.id, recordingId],
  );
  for (const [at, stretch] of stretches.entries())
    await putSegment(site, vault, { contact, recordingId, key, number: at + 1 }, stretch);
  return recordingId;
}

function aGrant(contactId: string) {
  const gate = new ConsentGate({
    ...{ contactId, purpose: 'quality', mode: 'only-with-consent', channels: ['customer'], keys: null },
    ...{ startedAt: 0, askedBeforeSeconds: null },
  });
  const decision = gate.feed({ kind: 'api', given: true, by: 'ivr', at: 1 });
  if (!isGranted(decision)) throw new Error(decision.refused);
  return decision;
}

interface Place {
  readonly contact: { readonly id: string; readonly customerOwner: string };
  readonly recordingId: string;
  readonly key: Buffer;
  readonly number: number;
}

async function putSegment(
  site: Site,
  vault: VaultStore,
  { contact, recordingId, key, number }: Place,
  { startMs, octets }: { readonly startMs: number; readonly octets: Buffer },
): Promise<void> {
  const [segmentId, fileId] = [randomUUID(), randomUUID()];
  const header = { recordingId, segmentId, ownerId: contact.customerOwner, channel: 'customer', segmentNumber: number } as const;
  const sealer = SegmentSealer.begin(aGrant(contact.id), key, { ...header, codec: 'pcma', sampleRate: 8000, startMs });
  const file = await vault.beginFile(fileId);
  await file.append(sealer.opening);
  for (const chunk of sealer.accept(octets).chunks) await file.append(chunk);
  await file.append(sealer.finish());
  const { sha512 } = await file.finish();
  await site.of('operative').rows(
    `insert into recording_segment (contact_id, id, recording_id, channel, number, file_id, codec, start_ms, octets, sha512, state, owner)
     values ($1, $2, $3, 'customer', $4, $5, 'pcma', $6, $7, $8, 'closed', $9)`,
    [
      contact.id,
      segmentId,
      recordingId,
      number,
      fileId,
      startMs,
      octets.length,
      Buffer.from(sha512, 'hex'),
      contact.customerOwner,
    ],
  );
}
