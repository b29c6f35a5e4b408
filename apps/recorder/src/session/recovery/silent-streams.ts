import type { AudioChannel } from '@voxkeep/contracts';
import { idOfFact } from '@voxkeep/platform';
import type { CallFact } from '@voxkeep/recording';
import { whole } from '../media-binding/rests.js';
import { edgeMs } from '../media-binding/stretch-end.js';
import type { RecoveredLog } from './recovered-log.js';

/** A stream of which audio was wanted when the recorder died; `isDue`: that is told already. */
interface Awaited {
  readonly channel: AudioChannel;
  readonly stream: number;
  readonly fromMs: number;
  readonly isDue: boolean;
}

/**
 * Tells of each stream of which audio was wanted, and of which nothing was being kept, that it was due and that nothing came, until the
 * moment at which the call is known to have lived. `taking`: channels of the segments that took audio then. What a segment had taken and
 * gave up had come: that is left to be found missing with nobody to blame for it but us.
 */
export function tellSilent(
  log: Pick<RecoveredLog, 'recordingId' | 'facts' | 'write'>,
  taking: readonly AudioChannel[],
  untilMs: number,
): void {
  const kept = [...taking];
  for (const { channel, stream, fromMs, isDue } of awaitedIn(log.facts)) {
    if (isDue && isTaken(kept, channel)) continue;
    if (untilMs - fromMs <= edgeMs || isGivenUp(log.facts, channel, fromMs)) continue;
    const [from, to] = [whole(fromMs), whole(untilMs)];
    if (!isDue) log.write({ kind: 'due', atMs: fromMs, channel, stream });
    const id = idOfFact('silent', log.recordingId, stream, from);
    const stretch = { fromMs: from, toMs: to, inventedMs: 0 };
    log.write({ kind: 'gap', id, channel, ...stretch, reason: 'lost', cause: 'nothing-came' });
  }
}

function awaitedIn(facts: readonly CallFact[]): readonly Awaited[] {
  const awaited = new Map<number, Awaited>();
  for (const fact of facts) {
    if (fact.kind === 'not-due') awaited.delete(fact.stream);
    if (fact.kind !== 'wanted' && fact.kind !== 'due') continue;
    const { channel, stream, atMs: fromMs } = fact;
    awaited.set(stream, { channel, stream, fromMs, isDue: fact.kind === 'due' });
  }
  return [...awaited.values()];
}

function isGivenUp(facts: readonly CallFact[], channel: AudioChannel, sinceMs: number): boolean {
  const begun = facts.flatMap((fact) =>
    fact.kind === 'segment' && fact.channel === channel && fact.startMs >= sinceMs ? [fact.segmentId] : [],
  );
  return facts.some((fact) => fact.kind === 'segment-dropped' && begun.includes(fact.segmentId));
}

/** Takes one of these channels away, where it is among them. */
export function isTaken(channels: AudioChannel[], channel: AudioChannel): boolean {
  const at = channels.indexOf(channel);
  if (at >= 0) channels.splice(at, 1);
  return at >= 0;
}
