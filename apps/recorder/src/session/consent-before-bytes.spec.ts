import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { isGranted, type ConsentGrant, type PartPolicy, type RefusalReason } from '@voxkeep/consent';
import type { AudioChannel, RecordingOutcome, WithdrawalRule } from '@voxkeep/contracts';
import { KeyRing } from '@voxkeep/keyring';
import type { OwnerClass } from '@voxkeep/personal-data';
import { diagnostics } from '@voxkeep/platform';
import { measureChannels, type CallFact } from '@voxkeep/recording';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { PortPool } from '../media/rtp-port.js';
import { listJournalFiles } from '../media/journal-file.js';
import { readRecords } from '../media/journal-index.js';
import { speech, Workplace } from '../media/media.fixture.js';
import { recoverSegments } from '../media/recovery.js';
import { TrunkTally } from './admission/trunk-tally.js';
import { CallLog } from './books/call-log.js';
import { ConsentDesk } from './consent/consent-desk.js';
import { decideOutcome } from './ending/decide-outcome.js';
import { endKeeping } from './ending/end-keeping.js';
import { givenAt } from './media-binding/first-packets.js';
import { KeptRecording, type Yes } from './media-binding/kept-recording.js';
import { trackEvents } from './media-binding/track-events.js';
import { Track } from './media-binding/track.js';
import type { SessionRoom } from './session-room.js';
import { silenceLimits } from './silence-watch.js';

/** 200 unless a longer run is asked for. */
const runs = Number(process.env['PROPERTY_RUNS'] ?? 200);

/** What may happen in a call whose customer can be asked, answer by key or otherwise, withdraw and be held. */
const everywhere = [
  'speech',
  'speech',
  'speech',
  'speech',
  'quiet',
  'quiet',
  'ask',
  'key 1',
  'key 1',
  'key 2',
  'agent 1',
  'yes',
  'no',
] as const;
const elsewhere = ['withdraw', 'stop', 'half-second', 'half-second'] as const;
const ofStream = ['loss', 'our loss', 'alone', 'noise', 'hold', 'resume', 'resume'] as const;
/** `on`: which stream, where it is one; `ms`: by how much time goes on before, so that all of it may fall inside a packet. */
interface Step {
  readonly what: (typeof everywhere)[number] | (typeof elsewhere)[number] | (typeof ofStream)[number];
  readonly on: number;
  readonly ms: number;
}
const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(...everywhere, ...elsewhere, ...ofStream, ...ofStream),
  on: fc.nat(2),
  ms: fc.oneof(fc.constant(0), fc.nat(29)),
});
const at = (what: Step['what'], ms = 0): Step => ({ what, on: 0, ms });
/** Many calls begin with a yes, as they do at a site; the others are as they come. */
const beginnings: readonly (readonly Step[])[] = [[], [at('ask'), at('key 1')], [at('speech'), at('yes', 7), at('speech')]];
/** A call: its streams beside the customer's, what its policy makes of a no, what happens, and whether its recorder is killed then. */
const calls = fc.record({
  others: fc.constantFrom<readonly AudioChannel[]>([], ['agent'], ['agent'], ['agent', 'agent'], ['customer', 'agent']),
  phases: fc.array(fc.nat(19), { minLength: 3, maxLength: 3 }),
  rule: fc.constantFrom<WithdrawalRule>('keep', 'keep', 'destroy'),
  first: fc.constantFrom(...beginnings),
  then: fc.array(step, { maxLength: 18 }),
  killed: fc.constantFrom(false, false, false, true),
});
type Script = typeof calls extends fc.Arbitrary<infer T> ? T : never;

const contactId = '0198a000-0000-7000-8000-000000000001';
const recordingId = '5b2c7b2e-0000-4000-8000-000000000009';
const owners = { customerOwner: '7a0c7b2e-0000-4000-8000-000000000001', agentOwner: '7a0c7b2e-0000-4000-8000-000000000002' };
const trunkId = '7a0c7b2e-0000-4000-8000-000000000003';

/** What each of three streams says, 8 octets a millisecond: where a piece of it lies tells when it was said. */
const voices = [0, 1, 2].map((stream) => speech(8 * 60_000, 77 + stream));

/** What a sender did in a while of the call, and when that was read. `lag`: it may have waited so long for that. */
interface Deed {
  readonly fromMs: number;
  readonly toMs: number;
  readonly what: 'audio' | 'quiet' | 'missing' | 'noise';
  readonly ours: boolean;
  readonly readAt: number;
}

/** A while in which a stream was wanted; a yes was given at its beginning, or it was resumed. `order`: of what was read, from and to. */
interface Wanted {
  readonly fromMs: number;
  toMs: number;
  readonly because: 'yes' | 'key' | 'resume';
  readonly first: number;
  last: number;
  /** The step that began it, and the one that ended it. */
  readonly begunBy: number;
  endedBy: number;
}

/** A stretch as counted from what was sent and when. `smallMs`: what may be missing untold, at its edges. */
interface Counted {
  readonly stream: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly kept: readonly [from: number, to: number] | undefined;
  readonly because: Wanted['because'];
  readonly theirsMs: number;
  readonly oursMs: number;
  readonly smallMs: number;
}

/** All that is known of one sender, apart from any fact. */
class Sender {
  readonly deeds: Deed[] = [];
  readonly wanted: Wanted[] = [];
  #now: Wanted | undefined;

  want(because: Wanted['because'] | undefined, atMs: number, by: number): void {
    if ((because === undefined) === (this.#now === undefined)) return;
    if (this.#now) {
      [this.#now.toMs, this.#now.last, this.#now.endedBy] = [atMs, this.deeds.length, by];
      this.#now = undefined;
    } else if (because) {
      const first = this.deeds.length;
      this.#now = { fromMs: atMs, toMs: atMs, because, first, last: first, begunBy: by, endedBy: by };
      this.wanted.push(this.#now);
    }
  }
}

/** A sender that does not send while it has nothing to say is whole as long as no number of its packets is passed over. */
function count(senders: readonly Sender[]): readonly Counted[] {
  return senders.flatMap((sender, stream) =>
    sender.wanted.map((each): Counted => {
      const kept = keptOf(each, sender.deeds);
      const unplacedMs = kept ? 0 : unplacedIn(each, sender.deeds);
      if (unplacedMs > 0) return { stream, kept, ...withoutPlace(sender, each, unplacedMs) };
      const [lead, lost] = [leadOf(sender, each, kept), lostOf(sender, each, kept)];
      const tailMs = tailOf(sender, each, kept, kept ? lastHeard(senders, each) - kept[1] : 0);
      const toMs = tailMs > 0 ? each.toMs : (kept?.[1] ?? each.fromMs);
      const theirsMs = lead.theirsMs + lost.theirsMs + tailMs;
      return { stream, kept, because: each.because, ...lead, toMs, theirsMs, oursMs: lead.oursMs + lost.oursMs };
    }),
  );
}

/** Sound, and what lies between, that came while nobody knew yet whether it was said before the yes: nothing came before it, and it is missing through us. */
function unplacedIn(wanted: Wanted, deeds: readonly Deed[]): number {
  const { because, first, last } = wanted;
  if (isPlaced(because, deeds.slice(0, last))) return 0;
  const read = deeds.slice(first, last);
  const isSound = ({ what }: Deed): boolean => what === 'audio';
  const from = read.findIndex(isSound);
  return from < 0 ? 0 : sum(read.slice(from, read.findLastIndex(isSound) + 1).map(lengthOf));
}

function withoutPlace({ deeds }: Sender, wanted: Wanted, unplacedMs: number) {
  const { fromMs, because, first } = wanted;
  const toMs = isSilent(wanted, deeds) ? Math.min(wanted.toMs, fromMs + unplacedMs) : wanted.toMs;
  const cameMs = Math.max(fromMs, toMs - unplacedMs);
  const isFresh = !deeds.slice(0, first).some(({ what }) => what === 'audio');
  const [theirsMs, oursMs] = [told(cameMs - fromMs, isFresh ? 3000 : 100), told(toMs - cameMs, 100)];
  const due = { fromMs: theirsMs > 0 ? fromMs : cameMs, toMs: oursMs > 0 ? toMs : cameMs };
  return { because, ...due, smallMs: 0, theirsMs, oursMs };
}

/** What is no longer than an edge is not told. */
const told = (ms: number, edgeMs: number): number => (ms > edgeMs ? ms : 0);

const lengthOf = ({ fromMs, toMs }: Deed): number => toMs - fromMs;

/** Packets of a while that were lost before anything of it was kept, or after that. */
function lostIn({ deeds }: Sender, { first, last }: Wanted, kept: Counted['kept'], before: boolean): readonly Deed[] {
  const isBefore = ({ fromMs }: Deed): boolean => kept === undefined || fromMs < kept[0];
  return deeds.slice(first, last).filter((deed) => deed.what === 'missing' && isBefore(deed) === before);
}

function lostOf(sender: Sender, wanted: Wanted, kept: Counted['kept']) {
  const lost = lostIn(sender, wanted, kept, false);
  const msOf = (ours: boolean) => sum(lost.filter((deed) => deed.ours === ours).map(lengthOf));
  return { theirsMs: msOf(false), oursMs: msOf(true) };
}

/** What is missing before the first that was kept; a sender may begin late where it has not been heard yet, or is resumed. */
function leadOf(sender: Sender, wanted: Wanted, kept: Counted['kept']) {
  const { fromMs, because, first } = wanted;
  const before = lostIn(sender, wanted, kept, true);
  const leadMs = kept ? kept[0] - fromMs : 0;
  const lostMs = Math.min(leadMs, sum(before.map(lengthOf)));
  const isOurs = before.at(-1)?.ours === true;
  const isFresh = because === 'resume' || !sender.deeds.slice(0, first).some(({ what }) => what === 'audio');
  const restMs = leadMs - lostMs;
  const lost = { theirsMs: isOurs ? 0 : lostMs, oursMs: isOurs ? lostMs : 0 };
  if (restMs > (isFresh ? 3000 : 100)) return { fromMs, smallMs: 0, ...lost, theirsMs: lost.theirsMs + restMs };
  return isFresh ? { fromMs: fromMs + restMs, smallMs: 0, ...lost } : { fromMs, smallMs: restMs, ...lost };
}

/** What is missing at the end; where others went on for longer than an edge, it was no good-bye that was on its way. */
function tailOf({ deeds }: Sender, wanted: Wanted, kept: Counted['kept'], othersWentOnMs: number): number {
  const tailMs = wanted.toMs - (kept?.[1] ?? wanted.fromMs);
  const afterAudioMs = othersWentOnMs > 100 ? 250 : 1000;
  const mayLackMs = kept ? afterAudioMs : 100;
  return !isSilent(wanted, deeds) && tailMs > mayLackMs ? tailMs : 0;
}

/** Until when any stream that was wanted still was kept at the end of another one's while, unless its sender had chosen to be silent. */
function lastHeard(senders: readonly Sender[], { toMs, endedBy }: Wanted): number {
  const untils = senders.flatMap(({ wanted, deeds }) =>
    wanted.map((other) => {
      const read = deeds.slice(0, other.last).filter(({ readAt }) => readAt <= toMs).length;
      const then = { ...other, last: read };
      const isThere = other.begunBy <= endedBy && other.endedBy >= endedBy && !isSilent(then, deeds);
      return (isThere && keptOf(then, deeds)?.[1]) || -Infinity;
    }),
  );
  return Math.max(-Infinity, ...untils);
}

/** From when to when something was kept: a yes, or a resume, parts a packet where less than half of it was said before. */
function keptOf({ fromMs, because, first, last }: Wanted, deeds: readonly Deed[]): readonly [number, number] | undefined {
  const read = deeds.slice(first, last).filter(({ what }) => what !== 'noise');
  const begins = read.findIndex((deed) => {
    if (deed.what === 'quiet') return deed.toMs - Math.max(deed.fromMs, fromMs) >= 20;
    if (deed.what === 'missing' || deed.toMs <= fromMs) return false;
    return because === 'key' || fromMs - deed.fromMs <= 10;
  });
  const beginning = isPlaced(because, deeds.slice(0, last)) ? read[begins] : undefined;
  return beginning && [Math.max(beginning.fromMs, fromMs), read.at(-1)!.toMs];
}

/** Of a stream that has been heard for less than a tenth of a second nobody knows what of it was said before a yes that another told. */
function isPlaced(because: Wanted['because'], deeds: readonly Deed[]): boolean {
  let [heardAt, firstAt]: (number | undefined)[] = [];
  for (const { what, readAt, fromMs } of deeds) {
    if (what !== 'quiet') heardAt = readAt;
    if (what === 'noise') continue;
    const at = heardAt ?? fromMs + 20;
    firstAt ??= at;
    if (at - firstAt >= 100) return true;
  }
  return because !== 'yes';
}

/** What the sender said last is that it says nothing. */
const isSilent = ({ last }: Wanted, deeds: readonly Deed[]): boolean =>
  deeds.slice(0, last).findLast(({ what }) => what === 'audio' || what === 'noise')?.what === 'noise';

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

/** The streams of one call with their consent, their facts, and their journal and vault on a disk. */
class Call {
  wasGranted = false;
  /** A no came after a yes, and its policy makes that destroy what was kept. */
  isTakenBack = false;
  readonly senders: readonly Sender[];
  readonly channels: readonly AudioChannel[];
  readonly log: CallLog;
  readonly #consent: ConsentDesk;
  readonly #recording: KeptRecording;
  readonly #tracks: readonly Track[];
  readonly #held = new Set<number>();
  readonly #told: number[];
  #nowMs = 40;
  #steps = 0;
  #pressed: Yes | undefined;
  /** What lies in the sockets while nobody reads; undefined: somebody does. */
  #sockets: (() => void)[] | undefined;
  #waitedMs = 0;

  constructor(
    private readonly place: Workplace,
    room: SessionRoom,
    private readonly script: Script,
  ) {
    this.channels = ['customer', ...script.others];
    this.senders = this.channels.map(() => new Sender());
    this.#told = this.channels.map((_, stream) => 20 + script.phases[stream]!);
    const policy: PartPolicy = {
      ...{ contactId, purpose: 'quality-check', mode: 'only-with-consent', channels: ['customer', 'agent'], startedAt: 0 },
      keys: { acceptKey: '1', rejectKey: '2', withdrawalSequence: null, windowSeconds: 3600, retries: 5 },
      ...{ askedBeforeSeconds: null, destroysOnNo: script.rule === 'destroy' },
    };
    const keyOf = (ownerId: string, ownerClass: OwnerClass) =>
      ({ ownerId, ownerClass, epoch: 1, domain: 'media', key: place.ownerKey }) as const;
    const keys = new KeyRing([keyOf(owners.customerOwner, 'contact-customer'), keyOf(owners.agentOwner, 'contact-agent')]);
    const nobody = { number: null, attribution: 'none' } as const;
    const call = { at: 0, contactId, found: null, keys: [], trunkId, queueId: null };
    const session = { kind: 'session', ...call, ...owners, ...nobody } as const;
    const contact = {
      ...{
        id: contactId,
        startedMs: 0,
        queueId: null,
        ...owners,
        keys,
        keepsAddresses: true,
        attached: false,
        no: null,
        session,
      },
      mayJoin: () => Promise.resolve('another' as const),
      announcement: { isOfAnother: () => Promise.resolve(false) },
      underway: { companions: () => [], standsIn: () => undefined, leave: () => undefined },
    };
    const clocked = { ...room, wallMs: () => Math.round(this.#nowMs) };
    const ownerKey = () => place.ownerKey;
    this.log = new CallLog({ recordingId, owner: owners.customerOwner, ownerKey }, room.stores.journal, () => undefined);
    this.log.write(session);
    this.#consent = new ConsentDesk(clocked, policy, 'en-3', this.log);
    const elapsedMs = (moment = this.#nowMs) => moment;
    this.#recording = new KeptRecording(clocked, contact, this.log, { elapsedMs, readMs: () => this.#nowMs });
    const events = trackEvents(this.#recording, { mediaDigit: () => undefined, notice: () => undefined });
    this.#tracks = this.channels.map((channel, index) => new Track({ index, channel, codec: 'pcma', elapsedMs }, events));
    this.#consent.onChange((decision) => {
      if (isGranted(decision)) this.#begin(decision);
      else this.#end(decision.refused);
    });
  }

  get facts(): readonly CallFact[] {
    return this.log.facts;
  }

  async meets({ what, on: wished, ms }: Step): Promise<void> {
    const by = { id: null, by: 'ivr' as const };
    const on = wished % this.#tracks.length;
    this.#steps += 1;
    this.#goOn(ms, () => true);
    const play: Readonly<Record<Step['what'], () => unknown>> = {
      speech: () => {
        this.#goOn(100, () => true);
      },
      alone: () => {
        this.#goOn(300, (stream) => stream === on);
      },
      quiet: () => {
        this.#goOn(400, () => false);
      },
      loss: () => {
        this.#loses(on, false);
      },
      'our loss': () => {
        this.#loses(on, true);
      },
      noise: () => {
        this.#toBorder(on);
        this.#goOn(20, (stream) => stream !== on);
        this.#tell(on, 'quiet', this.#nowMs);
        this.#reads(on, 'noise', this.#nowMs, this.#nowMs);
      },
      ask: () => this.#consent.asked(by, null),
      'key 1': () => {
        this.#presses('1', ms);
      },
      'key 2': () => {
        this.#presses('2', 0);
      },
      'agent 1': () => this.#consent.digit('agent', '1'),
      yes: () => this.#consent.answered({ id: null, by: 'customer' }, true),
      no: () => this.#consent.answered({ id: null, by: 'customer' }, false),
      stop: () => this.#consent.answered({ id: null, by: 'agent', isOwnStop: true }, false),
      withdraw: () => this.#consent.withdrawn(by),
      hold: () => {
        this.#hold(on);
      },
      resume: () => {
        this.#resume(on);
      },
      'half-second': () => {
        this.place.clock.advance(500);
      },
    };
    const { decision } = this.#consent;
    play[what]();
    // So that no test depends on how fast its disk is.
    if (this.#consent.decision !== decision) await this.log.durable();
    await new Promise(setImmediate);
  }

  /** Answers what the product comes to, and what came of each channel. */
  async end() {
    const { decision, wasGranted } = this.#consent;
    this.#steps += 1;
    this.#want(undefined);
    await this.#recording.finish(this.#tracks, { atMs: this.#nowMs, readMs: this.#nowMs });
    this.#consent.close();
    const measured = measureChannels(this.facts, this.#nowMs);
    const { keptOctets, vaultFailed } = this.#recording;
    const allHeld = this.#held.size === this.#tracks.length;
    const refused = isGranted(decision) ? null : decision.refused;
    const result = decideOutcome({ refused, wasGranted, keptOctets, vaultFailed, measured, allHeld });
    return { result, measured, keptOctets, refused: refused ?? undefined, allHeld };
  }

  /** The recorder is killed: nothing is told any more. */
  die(): void {
    this.#want(undefined);
    this.place.clock.forget();
  }

  #begin(grant: ConsentGrant): void {
    this.wasGranted = true;
    const yes: Yes = this.#pressed ?? { given: givenAt(this.#nowMs) };
    this.#recording.start(grant, this.#tracks, false, yes);
    const held = this.#tracks.filter((_, stream) => this.#held.has(stream));
    this.#recording.pause(held, 'hold', this.#tracks);
    if (!this.#recording.isActive) return;
    for (const [stream, sender] of this.senders.entries())
      if (!this.#held.has(stream)) sender.want(this.#tracks[stream] === yes.track ? 'key' : 'yes', yes.given.at(), this.#steps);
  }

  #end(refused: RefusalReason): void {
    this.#want(undefined);
    this.isTakenBack ||= this.wasGranted && refused !== 'off' && this.script.rule === 'destroy';
    endKeeping(this.#recording, { refused, tracks: this.#tracks, rule: this.script.rule, facts: this.facts });
  }

  #want(because: 'resume' | undefined): void {
    for (const sender of this.senders) sender.want(because, this.#nowMs, this.#steps);
  }

  #hold(on: number): void {
    if (this.#held.has(on)) return;
    this.#held.add(on);
    this.#recording.pause([this.#tracks[on]!], 'hold', this.#tracks);
    this.senders[on]!.want(undefined, this.#nowMs, this.#steps);
  }

  #resume(on: number): void {
    if (!this.#held.delete(on)) return;
    this.#recording.resume(this.#tracks[on]!, false);
    if (this.#recording.isActive) this.senders[on]!.want('resume', this.#nowMs, this.#steps);
  }

  /** The customer's key comes between two packets of its stream, inside those of others, and is read late, with them. */
  #presses(key: string, lateMs: number): void {
    this.#toBorder(0);
    this.#tell(0, 'quiet', this.#nowMs);
    const pressedAt = this.#nowMs;
    this.#sockets = [];
    this.#goOn(lateMs, (stream) => stream > 0);
    this.#pressed = { track: this.#tracks[0]!, given: givenAt(pressedAt) };
    this.#consent.digit('customer', key);
    this.#pressed = undefined;
    this.#waitedMs = lateMs;
    const waiting = this.#sockets;
    this.#sockets = undefined;
    for (const read of waiting) read();
    this.#waitedMs = 0;
  }

  /** Eight packets of a stream get lost, on their way or in our socket, while the others go on. */
  #loses(on: number, ours: boolean): void {
    this.#toBorder(on);
    this.#tell(on, 'quiet', this.#nowMs);
    this.#tracks[on]!.tellLosses(false);
    this.#goOn(160, (stream) => stream !== on);
    this.#tell(on, 'missing', this.#nowMs, ours);
    this.#goOn(20, () => true);
    this.#tracks[on]!.tellLosses(ours);
  }

  /** Until a packet of this stream would end. */
  #toBorder(on: number): void {
    while ((this.#nowMs - this.script.phases[on]!) % 20 !== 0) this.#goOn(1, () => true);
  }

  /** Time goes on, and whoever speaks brings a packet each 20 ms of its own. */
  #goOn(ms: number, speaks: (stream: number) => boolean): void {
    for (let passed = 0; passed < ms; passed += 1) {
      this.#nowMs += 1;
      for (const [stream, phase] of this.script.phases.slice(0, this.#tracks.length).entries()) {
        const fromMs = this.#nowMs - 20;
        if (!speaks(stream) || (this.#nowMs - phase) % 20 !== 0 || fromMs < this.#told[stream]!) continue;
        this.#tell(stream, 'quiet', fromMs);
        this.#tell(stream, 'audio', this.#nowMs);
      }
    }
  }

  #tell(stream: number, what: Exclude<Deed['what'], 'noise'>, toMs: number, ours = false): void {
    const fromMs = this.#told[stream]!;
    if (toMs <= fromMs) return;
    this.#told[stream] = toMs;
    this.#reads(stream, what, fromMs, toMs, ours);
  }

  #reads(stream: number, what: Deed['what'], fromMs: number, toMs: number, ours = false): void {
    const read = (): void => {
      const track = this.#tracks[stream]!;
      this.senders[stream]!.deeds.push({ fromMs, toMs, what, ours, readAt: this.#nowMs });
      if (what !== 'quiet')
        track.onPacket(this.#nowMs, this.#waitedMs, what === 'noise', what === 'missing' ? (toMs - fromMs) / 20 : 0);
      // What begins with an octet is due 20 ms after that was said.
      if (what !== 'noise') track.onAudio(Buffer.from(voices[stream]!.subarray(fromMs * 8, toMs * 8)), what, fromMs + 20);
    };
    if (this.#sockets) this.#sockets.push(read);
    else read();
  }
}

/** Where a file lies in what the streams of its channel said. */
function placeOf(bytes: Buffer, channels: readonly AudioChannel[], channel: AudioChannel) {
  const found = voices.map((voice, stream) => (channels[stream] === channel ? voice.indexOf(bytes) : -1));
  const stream = found.findIndex((octet) => octet >= 0);
  return { stream, fromMs: found[stream]! / 8, toMs: (found[stream]! + bytes.length) / 8 };
}

/** Streams of a channel that were due at once are counted as one, and each of them may lack its edges. */
function groupsOf(counted: readonly Counted[]): readonly (readonly Counted[])[] {
  const groups: Counted[][] = [];
  for (const each of [...counted].sort((a, b) => a.fromMs - b.fromMs)) {
    if (each.toMs <= each.fromMs) continue;
    const last = groups.at(-1);
    if (last && each.fromMs < Math.max(...last.map(({ toMs }) => toMs))) last.push(each);
    else groups.push([each]);
  }
  return groups;
}

/** By how much two ways of rounding may differ, for each stretch. */
const roundingMs = 7;

/** What a channel lacks; `slackMs`: by how much two ways of counting may differ. */
function missingOf(counted: readonly Counted[]) {
  const lacking = groupsOf(counted).map((group) => {
    const edgesMs = 100 * new Set(group.map(({ stream }) => stream)).size;
    const [theirsMs, oursMs] = [sum(group.map((each) => each.theirsMs)), sum(group.map((each) => each.oursMs))];
    const smallMs = sum(group.map((each) => each.smallMs));
    if (theirsMs + oursMs + smallMs <= edgesMs) return { theirsMs: 0, oursMs: 0, smallMs: 0 };
    return { theirsMs, oursMs, smallMs };
  });
  const [theirsMs, oursMs] = [sum(lacking.map((each) => each.theirsMs)), sum(lacking.map((each) => each.oursMs))];
  return { theirsMs, oursMs, slackMs: sum(lacking.map(({ smallMs }) => smallMs)) + roundingMs * lacking.length };
}

describe('over random calls', () => {
  beforeAll(() => {
    keptLog();
  });
  afterAll(() => {
    diagnostics.replace(undefined);
  });

  it('a session writes no byte before a yes, no frame before its grant, keeps exactly what came under one, and counts as a recount does', async () => {
    await fc.assert(
      fc.asyncProperty(calls, async (script) => {
        const place = await Workplace.make({ inMemory: true });
        const room = await roomIn(place);
        try {
          const call = new Call(place, room, script);
          for (const each of [...script.first, ...script.then]) {
            await call.meets(each);
            if (!call.wasGranted) expect(await place.everyByte()).toHaveLength(0);
          }
          await (script.killed ? expectSurvivors(call, place) : expectWhole(call, place));
          expect(await grantsComeFirst(place, call.wasGranted)).toBe(true);
        } finally {
          // A grant without audio may still be on its way to the disk.
          await room.stores.journal.close();
          await place.clear();
        }
      }),
      { numRuns: runs },
    );
  });
});

/** What is there of a call is what its streams said under a grant, and its outcome is what a recount comes to. */
async function expectWhole(call: Call, place: Workplace): Promise<void> {
  const { result, measured, keptOctets, refused, allHeld } = await call.end();
  const counted = count(call.senders);
  if (call.isTakenBack) {
    expect(keptOctets).toBe(0);
    for await (const left of (await place.vault()).list()) expect(left).toBeUndefined();
  } else {
    expect(keptOctets).toBe(await expectKept(call, place, counted));
  }
  const missing = call.channels.map((channel) => missingOf(counted.filter(({ stream }) => call.channels[stream] === channel)));
  if (!call.isTakenBack)
    for (const [at, { theirsMs, oursMs, slackMs }] of missing.entries()) {
      const { missingOursMs = 0, missingTheirsMs = 0 } = measured.find(({ channel }) => channel === call.channels[at]) ?? {};
      expect(Math.abs(missingTheirsMs - theirsMs)).toBeLessThanOrEqual(slackMs);
      expect(Math.abs(missingOursMs - oursMs)).toBeLessThanOrEqual(slackMs);
    }
  expect(result.outcome).toBe(outcomeOf({ refused, wasGranted: call.wasGranted, allHeld, keptOctets, missing }));
}

/** Every stretch of the recount is there, from the millisecond of its yes at the earliest, and nothing else. Answers how many octets. */
async function expectKept(call: Call, place: Workplace, counted: readonly Counted[]): Promise<number> {
  const inOrder = (one: { stream: number; toMs: number }, other: { stream: number; toMs: number }) =>
    one.stream - other.stream || one.toMs - other.toMs;
  const files = filesOf(call.facts).map(async ({ fileId, channel }) =>
    placeOf(await place.openFile(fileId), call.channels, channel),
  );
  const there = (await Promise.all(files)).sort(inOrder);
  const due = counted.flatMap(({ stream, kept, because }) => (kept ? [{ stream, fromMs: kept[0], toMs: kept[1], because }] : []));
  const wanted = due.sort(inOrder);
  expect(there.map(({ stream, toMs }) => [stream, toMs])).toEqual(wanted.map(({ stream, toMs }) => [stream, toMs]));
  for (const [at, { fromMs, because }] of wanted.entries()) {
    // After a resume the packet under way may be taken whole; after a yes not a millisecond of before.
    expect(there[at]!.fromMs).toBeGreaterThanOrEqual(fromMs - (because === 'resume' ? 20 : 0));
    expect(there[at]!.fromMs).toBeLessThanOrEqual(fromMs);
  }
  return sum(there.map(({ fromMs, toMs }) => 8 * (toMs - fromMs)));
}

interface Known {
  readonly refused: RefusalReason | undefined;
  readonly wasGranted: boolean;
  readonly allHeld: boolean;
  readonly keptOctets: number;
  readonly missing: readonly { readonly theirsMs: number; readonly oursMs: number }[];
}

function outcomeOf({ refused, wasGranted, allHeld, keptOctets, missing }: Known): RecordingOutcome {
  if (refused !== undefined) return wasGranted ? 'withdrawn' : refused;
  const isWhole = missing.every(({ theirsMs, oursMs }) => theirsMs + oursMs === 0);
  if (keptOctets > 0) return isWhole ? 'kept' : 'kept-with-gaps';
  return missing.every(({ oursMs }) => oursMs === 0) && allHeld ? 'paused-throughout' : 'failed';
}

/** Of a call whose recorder was killed nothing can be found but what its streams said under a grant. */
async function expectSurvivors(call: Call, place: Workplace): Promise<void> {
  call.die();
  // What is being removed is found to be withdrawn by its facts, and goes then.
  if (call.isTakenBack) return;
  const counted = count(call.senders);
  const channelOf = new Map(
    call.facts.flatMap((fact) => (fact.kind === 'segment' ? [[fact.segmentId, fact.channel] as const] : [])),
  );
  const vault = await place.vault();
  const { recovered } = await recoverSegments({
    journalFiles: await listJournalFiles(place.journalFolder),
    vault,
    ownerKeyFor: place.keyFor,
  });
  for (const { segmentId, fileId } of recovered) {
    if (fileId === undefined) continue;
    const { stream, fromMs, toMs } = placeOf(await place.openFile(fileId), call.channels, channelOf.get(segmentId)!);
    const isOf = ({ kept, because }: Counted) =>
      kept !== undefined && fromMs <= kept[0] && fromMs >= kept[0] - (because === 'resume' ? 20 : 0) && toMs <= kept[1];
    expect(counted.some((each) => each.stream === stream && isOf(each))).toBe(true);
  }
}

/** The files of segments, in the order in which they began. */
function filesOf(facts: readonly CallFact[]): readonly Extract<CallFact, { kind: 'segment' }>[] {
  const closed = new Set(facts.flatMap((fact) => (fact.kind === 'segment-closed' ? [fact.segmentId] : [])));
  return facts.flatMap((fact) => (fact.kind === 'segment' && closed.has(fact.segmentId) ? [fact] : []));
}

/** In every journal file a fact stands before the first frame, and at least four facts before it: the call, a question, a yes, its grant. */
async function grantsComeFirst(place: Workplace, wasGranted: boolean): Promise<boolean> {
  const names = await readdir(place.journalFolder);
  for (const name of names) {
    const kinds: string[] = [];
    await readRecords(join(place.journalFolder, name), (records) => {
      kinds.push(...records.map(({ record }) => record.kind));
    });
    const frame = kinds.indexOf('frame');
    if (frame >= 0 && (!wasGranted || kinds.slice(0, frame).filter((kind) => kind === 'fact').length < 4)) return false;
  }
  return true;
}

async function roomIn(place: Workplace): Promise<SessionRoom> {
  const shared = { mediaAddress: '127.0.0.1', recorderId: 'recorder-1', clock: place.clock, wallMs: () => 0 };
  const operative = {} as unknown as SessionRoom['operative'];
  const tally = new TrunkTally({ tell: () => Promise.resolve() }, place.clock, () => 0);
  return {
    operative,
    tally,
    stores: await place.stores(),
    ports: new PortPool(40_000, 40_001),
    silence: silenceLimits,
    ...shared,
  };
}
