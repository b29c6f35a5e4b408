import type { http } from '@voxkeep/contracts';
import type { TestAppliance } from '../../support/appliance.js';
import { contactOf, detailOf, heard, isBooked } from '../../support/calls.js';
import { patienceMs } from '../../support/patience.js';
import type { Site } from '../../support/site.js';
import { isOutage, within } from './within.js';
import { readStereo } from '../../support/wav.js';
import { findCall, type HeardStream } from './heard-audio.js';
import { slotMs, type CallRecord } from './plan.js';

/** Milliseconds of audio that are missing after the grant, over both channels, and where. */
export interface Loss {
  /** Before the first kept packet. */
  readonly headMs: number;
  readonly insideMs: number;
  /** After the last kept packet. */
  readonly tailMs: number;
  readonly totalMs: number;
}

/**
 * Why what the appliance says of a call is not so. `kept-with-loss`: called kept, and more than 0.1 s of a channel is missing. `gaps-without-loss`:
 * gaps are claimed and nothing is missing. `grant-denied`: the key counted and the outcome says that it did not. `no-outcome`: nothing
 * is said. `played-before`: audio from before the grant is there. `strange-audio`: something that nobody sent is there.
 */
export type Lie = 'kept-with-loss' | 'gaps-without-loss' | 'grant-denied' | 'no-outcome' | 'played-before' | 'strange-audio';

/** Where a load went, and who may hear what was kept of it. */
export interface JudgedPlace {
  readonly appliance: TestAppliance;
  readonly site: Site;
}

export interface Verdict {
  readonly call: CallRecord;
  /** The outcome that is claimed; null when there is none. */
  readonly outcome: string | null;
  readonly cause: string | null;
  readonly sentMs: number;
  readonly lost: Loss;
  /** The same for the customer's and the agent's channel by itself; of the agent's from the moment on at which the yes was heard. */
  readonly lostByChannel: readonly number[];
  /** Milliseconds of gaps with the reason `lost`, as claimed. */
  readonly claimedMs: number;
  /** Milliseconds of audio that was sent before the grant and is there all the same. */
  readonly beforeMs: number;
  /** Milliseconds that nobody sent. */
  readonly strangeMs: number;
  /** How far apart the shifts of the packets on the time axis of the recording are. */
  readonly axisMs: number;
  readonly lies: readonly Lie[];
}

const mayDifferMs = 100;
const samplesPerMs = 8;
const deniedBy = new Set(['unanswered', 'refused', 'not-asked', 'off']);
const together = 4;

/** Reads what is claimed and kept of every answered call, and holds it against what was sent. */
export async function judge(place: JudgedPlace, seed: number, calls: readonly CallRecord[]): Promise<readonly Verdict[]> {
  const waiting = calls.filter(({ status }) => status === 200);
  const verdicts: Verdict[] = [];
  const deadline = performance.now() + patienceMs;
  const work = async (): Promise<void> => {
    for (let call = waiting.shift(); call; call = waiting.shift())
      verdicts.push(await judgeCall(place, seed, call, Math.max(1000, deadline - performance.now())));
  };
  await Promise.all(Array.from({ length: together }, work));
  return verdicts.sort((a, b) => a.call.index - b.call.index);
}

async function judgeCall(place: JudgedPlace, seed: number, call: CallRecord, withinMs: number): Promise<Verdict> {
  const { site } = place;
  const contact = await settledContact(place, call, withinMs);
  if (!contact) return verdictOf(call, undefined, []);
  const streams: HeardStream[][] = [];
  for (const { id } of contact.recordings) {
    const wav = await within(withinMs, () => playedOrRefused(site, id));
    if (wav !== undefined && wav !== 'refused')
      streams.push([...findCall(readStereo(wav), call.slots.length, { seed, call: call.index })]);
  }
  return verdictOf(call, contact, streams);
}

/** What is played of a recording. What the product refuses to play is not there; an outage is thrown on, and asked again. */
function playedOrRefused(site: Site, recordingId: string): Promise<Buffer | 'refused'> {
  return heard(site, recordingId).then(
    ({ wav }) => wav,
    (thrown: unknown) => {
      if (isOutage(thrown)) throw thrown;
      return 'refused';
    },
  );
}

async function settledContact(
  { appliance, site }: JudgedPlace,
  { sessionId }: CallRecord,
  withinMs: number,
): Promise<http.ContactDetail | undefined> {
  if (!(await within(withinMs, () => isBooked(appliance, sessionId).catch(() => false)))) return undefined;
  return within(withinMs, async () => {
    const detail = await detailOf(site, await contactOf(appliance, sessionId));
    return detail.closedAt !== null && detail.outcomes.length > 0 ? detail : undefined;
  });
}

/** Holds one call's claim against what of it was found; `streams`: both channels of each recording. */
export function verdictOf(
  call: CallRecord,
  contact: http.ContactDetail | undefined,
  streams: readonly (readonly HeardStream[])[],
): Verdict {
  const from = firstGrantedSlot(call);
  const fromByChannel = [from, firstAfterYes(call, from, contact)];
  const losses = fromByChannel.map((first, channel) =>
    lossOf(
      call,
      first,
      streams.flatMap((both) => both[channel] ?? []),
    ),
  );
  const said = contact?.outcomes[0];
  const all = streams.flat();
  const facts: Facts = {
    call,
    outcome: said?.outcome ?? null,
    cause: said?.cause ?? null,
    sentMs: fromByChannel.reduce((sum, first) => sum + sentSlots(call, first), 0) * slotMs,
    lost: losses.reduce(added),
    lostByChannel: losses.map(({ totalMs }) => totalMs),
    claimedMs: claimedLoss(contact),
    beforeMs: all.reduce((sum, heard) => sum + keptBefore(heard, from), 0),
    strangeMs: all.reduce((sum, { strangeSamples }) => sum + strangeSamples / samplesPerMs, 0),
    axisMs: axisOf(all),
  };
  return { ...facts, lies: [...claimLies(facts), ...audioLies(facts)] };
}

type Facts = Omit<Verdict, 'lies'>;

/** What the outcome and the gaps say that is not so. */
function claimLies({ outcome, lost, lostByChannel, claimedMs, sentMs }: Facts): readonly Lie[] {
  if (outcome === null) return ['no-outcome'];
  const saysWhole = outcome === 'kept' || outcome === 'kept-unchecked';
  if (saysWhole && Math.max(...lostByChannel) > mayDifferMs) return ['kept-with-loss'];
  if (lost.totalMs === 0 && (outcome === 'kept-with-gaps' || claimedMs > mayDifferMs)) return ['gaps-without-loss'];
  return sentMs > 0 && deniedBy.has(outcome) ? ['grant-denied'] : [];
}

function audioLies({ beforeMs, strangeMs }: Facts): readonly Lie[] {
  return [...(beforeMs > 0 ? (['played-before'] as const) : []), ...(strangeMs > 0 ? (['strange-audio'] as const) : [])];
}

/** Milliseconds that stand there of what was sent up to the key's end. */
function keptBefore({ times, lastMs }: HeardStream, from: number): number {
  const slots = [...times.subarray(0, from).keys()].filter((slot) => times[slot] !== 0);
  return slots.reduce((sum, slot) => sum + (lastMs.get(slot) ?? slotMs), 0);
}

/**
 * The first slot that must be there. The key counts at its end, whose packet goes out before the agent's of the same slot; two sockets
 * may be read in either order, so the agent's is not asked for.
 */
const firstGrantedSlot = ({ keyEndSlot, slots }: CallRecord): number => (keyEndSlot === null ? slots.length : keyEndSlot + 1);

/**
 * The same for the agent's channel. A recorder that was held up may take what lies in the agent's socket before the customer's, and drops
 * it, since no yes was heard so far: what had left by the moment of the yes, as the contact says it, is not asked for.
 */
function firstAfterYes({ slots }: CallRecord, from: number, contact: http.ContactDetail | undefined): number {
  const yes = contact?.consents.find(({ state }) => state === 'given');
  const heardAt = yes ? Date.parse(yes.at) : -Infinity;
  const last = slots.findLastIndex((sentAt) => sentAt <= heardAt);
  return Math.max(from, last + 1);
}

const sentSlots = ({ slots }: CallRecord, from: number): number => slots.subarray(from).filter((at) => !Number.isNaN(at)).length;

function lossOf({ slots }: CallRecord, from: number, heardOf: readonly HeardStream[]): Loss {
  const isKept = (slot: number): boolean => heardOf.some(({ times }) => (times[slot] ?? 0) > 0);
  const sent = Array.from({ length: Math.max(0, slots.length - from) }, (_, step) => from + step).filter(
    (slot) => !Number.isNaN(slots[slot]),
  );
  const first = sent.findIndex(isKept);
  const last = sent.findLastIndex(isKept);
  const headMs = (first < 0 ? sent.length : first) * slotMs;
  const tailMs = first < 0 ? 0 : (sent.length - 1 - last) * slotMs;
  const insideMs = first < 0 ? 0 : sent.slice(first, last).filter((slot) => !isKept(slot)).length * slotMs;
  return { headMs, insideMs, tailMs, totalMs: headMs + insideMs + tailMs };
}

const added = (a: Loss, b: Loss): Loss => ({
  headMs: a.headMs + b.headMs,
  insideMs: a.insideMs + b.insideMs,
  tailMs: a.tailMs + b.tailMs,
  totalMs: a.totalMs + b.totalMs,
});

function claimedLoss(contact: http.ContactDetail | undefined): number {
  const gaps = (contact?.recordings ?? []).flatMap((recording) => recording.gaps).filter(({ reason }) => reason === 'lost');
  return gaps.reduce((sum, { channel, fromMs, toMs }) => sum + (toMs - fromMs) * (channel === null ? 2 : 1), 0);
}

function axisOf(streams: readonly HeardStream[]): number {
  let [least, most] = [Infinity, -Infinity];
  for (const shift of streams.flatMap(({ shiftMs }) => [...shiftMs])) {
    if (Number.isNaN(shift)) continue;
    least = Math.min(least, shift);
    most = Math.max(most, shift);
  }
  return most < least ? 0 : most - least;
}
