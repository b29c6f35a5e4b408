import type { AuditProofs, EventReference } from '@voxkeep/configuration';

/** What the operator asked to be proven: an event by its id or its place, or growth since a size. */
export type Asked = { readonly event: string } | { readonly since: string };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const whole = /^(0|[1-9]\d{0,15})$/;

/** The proof as text, or a sentence that says why there is none. */
export async function findProof(
  proofs: AuditProofs,
  asked: Asked,
): Promise<{ readonly proof: string } | { readonly sentence: string }> {
  if ('since' in asked) {
    const proof = whole.test(asked.since) ? await proofs.proveGrowth(Number(asked.since)) : undefined;
    return proof === undefined
      ? { sentence: 'There is no signed state that continues a log of so many events. Give a number from 1 to its size.' }
      : { proof };
  }
  const reference = referenceOf(asked.event);
  if (!reference) return { sentence: 'Name the event by its id, or by its place in the log: voxkeep audit prove 17' };
  const found = await proofs.proveLeaf(reference);
  if ('proof' in found) return found;
  return {
    sentence:
      found.refused === 'unknown'
        ? 'The log holds no such event. One of the last second may still be on its way.'
        : 'No signed state covers this event so far. Ask again in a moment.',
  };
}

function referenceOf(text: string): EventReference | undefined {
  if (uuid.test(text)) return { eventId: text };
  return whole.test(text) ? { seq: Number(text) } : undefined;
}
