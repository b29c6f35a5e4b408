import { ConsentGate, isGranted, type ConsentGrant } from '@voxkeep/consent';
import type { AudioChannel } from '@voxkeep/contracts';

/** A live grant for these channels, made by the gate itself, and the customer's way to take it back. */
export function grantFor(...channels: AudioChannel[]): { readonly grant: ConsentGrant; readonly withdraw: () => void } {
  const gate = new ConsentGate({
    contactId: '0198a000-0000-7000-8000-000000000001',
    purpose: 'quality',
    mode: 'only-with-consent',
    channels,
    keys: null,
    startedAt: 0,
    askedBeforeSeconds: null,
  });
  const grant = gate.feed({ kind: 'api', given: true, by: 'ivr', at: 1 });
  if (!isGranted(grant)) throw new Error(grant.refused);
  return { grant, withdraw: () => void gate.feed({ kind: 'withdrawn', by: 'customer', at: 2 }) };
}
