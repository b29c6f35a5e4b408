import { VoxkeepError, type AudioChannel, type LossCause } from '@voxkeep/contracts';
import { idOfFact, type VaultStore } from '@voxkeep/platform';
import { measureChannels, msOfOctets, type CallFact, type MeasuredChannel } from '@voxkeep/recording';
import type { RecoveredSegment } from '../../media/recovery.js';
import { decideOutcome, type PartResult } from '../ending/decide-outcome.js';
import { overIn } from '../ending/over-in.js';
import { writeEnd } from '../ending/write-end.js';
import { whole } from '../media-binding/rests.js';
import { cutOffMsOf } from './cut-off.js';
import { describe } from './earlier-segments.js';
import { isNoLast } from './not-carried-out.js';
import type { RecoveredLog } from './recovered-log.js';
import { isTaken, tellSilent } from './silent-streams.js';

type FactOf<K extends CallFact['kind']> = Extract<CallFact, { readonly kind: K }>;

/** What a recovery knows of a call besides its facts. */
export interface CallRemains {
  readonly vault: VaultStore;
  readonly recovered: ReadonlyMap<string, RecoveredSegment>;
  /** Segments whose key is not to be had: nothing is said of them now. */
  readonly unresolved: ReadonlySet<string>;
  /** Milliseconds since the epoch at which the call was cut off, as far as the clock that wrote the journal can be believed. */
  readonly cutOffAt: number;
  /** Milliseconds since the epoch from which its positions count. */
  readonly startedMs: number;
}

/**
 * Adds to the facts of a call what a recorder that died could not tell any more: its last segments, their gaps, its outcome. Ids follow
 * from what happened: a recovery that is run again tells the same. Throws when a file would not go, and `vault.away` when the folder
 * of the vault holds nothing though the call has complete files in it.
 */
export async function finishCall(log: RecoveredLog, remains: CallRemains): Promise<void> {
  await demandVault(log.facts, remains.vault);
  const wasDropped = log.facts.some(({ kind }) => kind === 'dropped');
  const cutOff: CutOffSegment[] = [];
  const withoutEnd = segmentsWithoutEnd(log.facts);
  for (const segment of withoutEnd) {
    if (wasDropped) await takeAway(log, segment, remains);
    else if (!remains.unresolved.has(segment.segmentId)) cutOff.push(await finishSegment(log, segment, remains));
  }
  const { startedMs } = remains;
  const over = overIn(log.facts);
  const cutOffMs = over?.atMs ?? cutOffMsOf(log.facts, remains.cutOffAt - startedMs);
  writeMissing(log, withoutEnd, cutOff, cutOffMs);
  if (wasDropped) await removeFiles(log.facts, remains.vault);
  if (log.facts.some(({ kind }) => kind === 'end')) return;
  const measured = measureChannels(log.facts, cutOffMs);
  if (over) writeEnd(log, { ...over, recovered: true }, outcomeOfOver(over, log.facts, measured));
  else writeCutOff(log, { at: startedMs + cutOffMs, atMs: cutOffMs }, outcomeOfFacts(log.facts, measured));
}

/** What of the segments that took audio, and of the streams of which none came, is missing until the call was cut off. */
function writeMissing(
  log: RecoveredLog,
  withoutEnd: readonly FactOf<'segment'>[],
  cutOff: readonly CutOffSegment[],
  cutOffMs: number,
): void {
  const underWay = segmentsUnderWay(log.facts, withoutEnd);
  for (const each of cutOff.filter(({ segment }) => underWay.has(segment.segmentId))) writeRest(log, each, cutOffMs);
  const isDropped = log.facts.some(({ kind }) => kind === 'dropped');
  if (!isDropped) tellSilent(log, channelsOf(withoutEnd, underWay), cutOffMs);
}

async function demandVault(facts: readonly CallFact[], vault: VaultStore): Promise<void> {
  const hasFiles = facts.some(({ kind }) => kind === 'segment-closed');
  if (hasFiles && (await vault.isBare())) throw new VoxkeepError('vault.away');
}

/** Whether the call was to be recorded as it was cut off; on hold it was too, since that might have ended. */
function isGranted(facts: readonly CallFact[]): boolean {
  const last = facts.findLast(({ kind }) => kind === 'grant' || kind === 'grant-ended');
  return last?.kind === 'grant' && !endsWithdrawn(facts);
}

/** Nobody saw the end: how much more was said is not known, but that it is missing is. */
function writeCutOff(log: RecoveredLog, end: Pick<FactOf<'end'>, 'at' | 'atMs'>, result: PartResult): void {
  const id = idOfFact('rest-missing', log.recordingId);
  // Behind the event that the recording broke off, which is told as of the end.
  const at = end.at + 1;
  if (isGranted(log.facts)) log.write({ kind: 'event', at, id, code: 'recording.rest-missing', subjectId: null });
  writeEnd(log, { ...end, reason: 'interrupted', recovered: true }, result);
}

/** What was counted when the call ended is counted again, now that its files are complete; a no that came since counts too. */
function outcomeOfOver(over: FactOf<'over'>, facts: readonly CallFact[], measured: readonly MeasuredChannel[]): PartResult {
  if (endsWithdrawn(facts)) return { outcome: 'withdrawn' };
  return decideOutcome({ ...over, keptOctets: octetsIn(facts), measured, vaultFailed: false });
}

const octetsIn = (facts: readonly CallFact[]): number =>
  facts.reduce((sum, fact) => sum + (fact.kind === 'segment-closed' ? fact.octets : 0), 0);

/** The last word is a no, or what was kept went with one. */
function endsWithdrawn(facts: readonly CallFact[]): boolean {
  return isNoLast(facts) || facts.some(({ kind }) => kind === 'dropped');
}

/** A sender of which nothing has come for so long brings nothing: by then audio is due without a packet. */
const silentForMs = 3000;

/**
 * Nobody saw the end of a call that was being recorded, so what is kept is never all of it. One that its user had stopped ends as it would
 * have without the recorder's death.
 */
export function outcomeOfFacts(facts: readonly CallFact[], measured: readonly MeasuredChannel[]): PartResult {
  if (endsWithdrawn(facts)) return { outcome: 'withdrawn' };
  const allHeld = isHeldWhole(facts);
  if (!isGranted(facts))
    return decideOutcome({
      refused: 'off',
      wasGranted: true,
      keptOctets: octetsIn(facts),
      measured,
      vaultFailed: false,
      allHeld,
    });
  if (measured.some(({ keptMs }) => keptMs > 0)) return { outcome: 'kept-with-gaps' };
  if (measured.length === 0 && allHeld) return { outcome: 'paused-throughout' };
  const isSilent = ({ missingOursMs, missingTheirsMs }: MeasuredChannel) => missingOursMs === 0 && missingTheirsMs > silentForMs;
  return { outcome: 'failed', cause: measured.length > 0 && measured.every(isSilent) ? 'no-media' : 'interrupted' };
}

/** Whether the client held all of the call when it was cut off. */
function isHeldWhole(facts: readonly CallFact[]): boolean {
  const last = facts.findLast((fact) => fact.kind === 'event' && /^stream\.(held|resumed)$/.test(fact.code));
  return last?.kind === 'event' && last.code === 'stream.held' && last.channel === undefined;
}

function segmentsWithoutEnd(facts: readonly CallFact[]): readonly FactOf<'segment'>[] {
  const ended = new Set(
    facts.flatMap((fact) => (fact.kind === 'segment-closed' || fact.kind === 'segment-dropped' ? [fact.segmentId] : [])),
  );
  return facts.filter((fact): fact is FactOf<'segment'> => fact.kind === 'segment' && !ended.has(fact.segmentId));
}

/** A segment that was under way, and where its audio ends in milliseconds of the call. */
interface CutOffSegment {
  readonly segment: FactOf<'segment'>;
  readonly endMs: number;
}

async function finishSegment(log: RecoveredLog, segment: FactOf<'segment'>, remains: CallRemains): Promise<CutOffSegment> {
  const { segmentId, startMs } = segment;
  const recovered = remains.recovered.get(segmentId);
  const closed = recovered ? ofRecovered(recovered) : await ofWholeFile(remains.vault, segment);
  log.write(endOf(segmentId, closed));
  for (const span of closed?.lost ?? []) writeHole(log, segment, span);
  return { segment, endMs: startMs + msOfOctets(closed?.octets ?? 0) };
}

/** What came is in the journal so long after it at the latest: it is handed over twice a second, and written. */
const writtenWithinMs = 1000;

/**
 * From where the audio of a segment ends until the call was cut off nothing is left: what came was in the memory of the recorder. In longer
 * than that has it nothing came.
 */
function writeRest(log: RecoveredLog, { segment, endMs }: CutOffSegment, cutOffMs: number): void {
  if (cutOffMs <= endMs) return;
  const cause = endMs > segment.startMs && cutOffMs - endMs > writtenWithinMs ? 'nothing-came' : 'restart';
  writeLost(log, segment, { fromMs: endMs, toMs: cutOffMs, inventedMs: 0 }, cause);
}

function channelsOf(segments: readonly FactOf<'segment'>[], among: ReadonlySet<string>): readonly AudioChannel[] {
  return segments.flatMap(({ segmentId, channel }) => (among.has(segmentId) ? [channel] : []));
}

function endOf(segmentId: string, closed: ClosedFile | undefined): FactOf<'segment-closed' | 'segment-dropped'> {
  if (!closed) return { kind: 'segment-dropped', segmentId };
  const { octets, sha512, fileId } = closed;
  return { kind: 'segment-closed', segmentId, octets, sha512, fileId, state: 'recovered' };
}

/** Octets inside a segment that were found nowhere: silence stands there. */
function writeHole(log: RecoveredLog, segment: FactOf<'segment'>, span: RecoveredSegment['lost'][number]): void {
  const [fromMs, ms] = [segment.startMs + msOfOctets(span.from), msOfOctets(span.octets)];
  writeLost(log, segment, { fromMs, toMs: fromMs + ms, inventedMs: ms });
}

/**
 * The segments that took audio when the recorder died. A segment does not say of which stream it is: of each channel they are the latest
 * ones, as many as streams were still due.
 */
function segmentsUnderWay(facts: readonly CallFact[], withoutEnd: readonly FactOf<'segment'>[]): ReadonlySet<string> {
  const due = new Map<string, AudioChannel>();
  for (const fact of facts) {
    if (fact.kind === 'due') due.set(`${fact.channel} ${fact.stream}`, fact.channel);
    else if (fact.kind === 'not-due') due.delete(`${fact.channel} ${fact.stream}`);
  }
  const channels = [...due.values()];
  const latest = [...withoutEnd].sort((a, b) => b.startMs - a.startMs);
  return new Set(latest.filter(({ channel }) => isTaken(channels, channel)).map(({ segmentId }) => segmentId));
}

function writeLost(
  log: RecoveredLog,
  { segmentId, channel }: FactOf<'segment'>,
  { fromMs, toMs, inventedMs }: { readonly fromMs: number; readonly toMs: number; readonly inventedMs: number },
  cause: LossCause = 'restart',
): void {
  const stretch = { fromMs: whole(fromMs), toMs: whole(toMs), inventedMs };
  const id = idOfFact('lost', segmentId, stretch.fromMs);
  log.write({ kind: 'gap', id, channel, ...stretch, reason: 'lost', cause });
}

interface ClosedFile {
  readonly octets: number;
  readonly sha512: string;
  readonly fileId: string | null;
  readonly lost: RecoveredSegment['lost'];
}

function ofRecovered({ fileId, octets, sha512, lost }: RecoveredSegment): ClosedFile | undefined {
  return fileId === undefined ? undefined : { octets, sha512, fileId, lost };
}

/** The journal knew the segment as complete, only its fact was not told any more. */
async function ofWholeFile(vault: VaultStore, { fileId }: FactOf<'segment'>): Promise<ClosedFile | undefined> {
  const reader = await vault.openForRead(fileId);
  const found = reader?.finished === true ? await describe(reader) : undefined;
  await reader?.close();
  return found && { octets: found.octets, sha512: found.sha512, fileId: null, lost: [] };
}

async function takeAway(log: RecoveredLog, { segmentId }: FactOf<'segment'>, { vault, recovered }: CallRemains): Promise<void> {
  const fileId = recovered.get(segmentId)?.fileId;
  if (fileId !== undefined) await vault.remove(fileId);
  log.write({ kind: 'segment-dropped', segmentId });
}

/** Takes the files of a call out of the vault, under whatever name they lie there. */
export async function removeFiles(facts: readonly CallFact[], vault: Pick<VaultStore, 'remove'>): Promise<void> {
  for (const fact of facts) {
    if (fact.kind === 'segment') await vault.remove(fact.fileId);
    if (fact.kind === 'segment-closed' && fact.fileId !== null) await vault.remove(fact.fileId);
  }
}
