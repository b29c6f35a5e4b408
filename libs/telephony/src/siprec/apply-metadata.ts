import { MAX_ELEMENTS, MAX_PARTICIPANTS, type RecordingMetadata } from './metadata.js';

/**
 * The state after a snapshot arrived: a complete one replaces what was known, a partial one changes only the elements
 * it names (RFC 7865 §6.1). The result is always complete, and of each kind holds the newest, as many as one document may name.
 * Apply snapshots in the order of their CSeq.
 */
export function applyMetadata(previous: RecordingMetadata | undefined, update: RecordingMetadata): RecordingMetadata {
  if (!previous || update.mode === 'complete') return { ...update, mode: 'complete' };
  return {
    mode: 'complete',
    sessions: merge(previous.sessions, update.sessions, ({ id }) => id),
    participants: merge(previous.participants, update.participants, ({ id }) => id).slice(-MAX_PARTICIPANTS),
    streams: merge(previous.streams, update.streams, ({ id }) => id),
    streamAssociations: merge(previous.streamAssociations, update.streamAssociations, ({ participantId }) => participantId),
    sessionAssociations: merge(previous.sessionAssociations, update.sessionAssociations, associationKey),
  };
}

const associationKey = (association: { readonly participantId: string; readonly sessionId: string }): string =>
  JSON.stringify([association.participantId, association.sessionId]);

/** A field that the update leaves empty keeps its value, so that an end time does not erase the streams it ends. */
function merge<T extends object>(before: readonly T[], changes: readonly T[], key: (element: T) => string): readonly T[] {
  const merged = new Map(before.map((element) => [key(element), element]));
  for (const change of changes) {
    const known = merged.get(key(change));
    merged.set(key(change), known ? { ...known, ...withoutEmptyLists(change) } : change);
  }
  return [...merged.values()].slice(-MAX_ELEMENTS);
}

function withoutEmptyLists<T extends object>(element: T): T {
  return Object.fromEntries(Object.entries(element).filter(([, value]) => !Array.isArray(value) || value.length > 0)) as T;
}
