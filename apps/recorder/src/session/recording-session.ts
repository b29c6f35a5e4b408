import { setTimeout as pause } from 'node:timers/promises';
import { isGranted, type ConsentGrant, type Decision, type PartPolicy } from '@voxkeep/consent';
import type { QueueRules, TrunkView } from '@voxkeep/configuration';
import { diagnostics } from '@voxkeep/platform';
import type { AcceptedStream, SdpOffer, StreamParty } from '@voxkeep/telephony';
import type { SegmentCodec } from '@voxkeep/recording';
import type { SipDialog } from '../sip/endpoint.js';
import { ConsentDesk } from './consent/consent-desk.js';
import type { SessionContact } from './contact/open-contact.js';
import type { PartyBook } from './contact/party-book.js';
import { writeEnding } from './ending/write-ending.js';
import { mediaMissing, stepFailed } from './events.js';
import { Lane } from './lane.js';
import { assignChannels, type ChannelOf } from './media-binding/assign-channels.js';
import { KeptRecording } from './media-binding/kept-recording.js';
import type { Reserved, StreamSet } from './media-binding/stream-set.js';
import { Track, type TrackEvents } from './media-binding/track.js';
import { recorderActor, type SessionRoom } from './session-room.js';

/** What is known of a call when its session begins. */
export interface SessionTerms {
  readonly callId: string;
  readonly trunk: TrunkView;
  readonly rules: QueueRules | undefined;
  readonly contact: SessionContact;
  readonly policy: PartPolicy;
}

const mediaWithinMs = 10_000;
/** The good-bye overtakes packets that were sent before it: they still wait in the sockets, or on the way. */
const lastPacketsMs = 40;

/**
 * One governed recording session from its answer to its outcome. It binds together consent, media and books: a fact changes the
 * decision of the gate, and the decision says, in the same turn, what becomes of the next packet.
 */
export class RecordingSession {
  readonly lane: Lane;
  readonly consent: ConsentDesk;
  readonly kept: KeptRecording;
  #dialog: SipDialog | undefined;
  #channels: ReadonlyMap<number, ChannelOf> = new Map();
  #held: ReadonlySet<number> = new Set();
  #offer: SdpOffer | undefined;
  #ended = false;
  #stopWatching: () => void = () => undefined;
  readonly #clockStart: number;
  readonly #startMs: number;

  constructor(
    private readonly room: SessionRoom,
    readonly terms: SessionTerms,
    readonly streams: StreamSet,
  ) {
    const { contact, policy, rules, trunk } = terms;
    this.#clockStart = room.clock.now();
    this.#startMs = Math.max(0, room.wallMs() - contact.startedMs);
    this.lane = new Lane((step, attempt, error) => {
      diagnostics.record(stepFailed, { contact: contact.id, step, attempt, error });
    });
    this.consent = new ConsentDesk(room, policy, rules?.consent?.wordingVersion ?? null, this.lane);
    this.kept = new KeptRecording(room, contact, this.lane, () => this.elapsedMs());
    this.consent.onChange((decision) => {
      this.#follow(decision);
    });
    if (trunk.askedBeforeSeconds !== null && policy.mode !== 'off') this.consent.announced();
    if (contact.attached) this.lane.add('standing', () => this.consent.lookUpStanding(contact.id));
  }

  get contactId(): string {
    return this.terms.contact.id;
  }

  get isOver(): boolean {
    return this.#ended;
  }

  /** What the answer to an offer has to say now. */
  get answerTerms(): { readonly gate: 'receive' | 'inactive'; readonly recording: boolean } {
    const granted = isGranted(this.consent.decision);
    return { gate: this.terms.trunk.gate === 'inactive' && !granted ? 'inactive' : 'receive', recording: granted };
  }

  /** The answer was sent; a gate that was answered closed is opened now if consent came before. */
  establish(dialog: SipDialog): void {
    this.#dialog = dialog;
    if (this.terms.trunk.gate === 'inactive' && isGranted(this.consent.decision)) void this.#moveGate();
  }

  /** Says good-bye to the client, should the call stand. */
  async sayGoodBye(reason: string): Promise<void> {
    await this.#dialog?.bye(reason);
  }

  /** Milliseconds since the call began. */
  elapsedMs(): number {
    return this.#startMs + this.room.clock.now() - this.#clockStart;
  }

  /** Receives the streams of the first answer; a policy that needs no answer begins to record here. */
  begin(offer: SdpOffer, reserved: Reserved, parties: readonly StreamParty[]): void {
    this.takeStreams(offer, reserved, parties);
    const { decision } = this.consent;
    if (isGranted(decision)) this.#record(decision);
    this.#stopWatching = this.room.clock.every(mediaWithinMs, () => {
      this.#stopWatching();
      this.#reportSilence();
    });
  }

  /** Binds the streams of an answer; new ones are kept at once where the grant covers them. */
  takeStreams(offer: SdpOffer, { accepted, held }: Reserved, parties: readonly StreamParty[]): void {
    const before = this.streams.tracks;
    const channels = assignChannels(parties);
    this.#channels = new Map([...channels, ...this.#channels]);
    this.#offer = offer;
    this.streams.bind(accepted, (stream) => this.#trackFor(stream));
    const fresh = this.streams.tracks.filter((track) => !before.includes(track));
    for (const track of fresh.filter((each) => this.#covers(each))) this.kept.resume(track);
    this.#takeHold(held);
  }

  /** Streams that are no longer offered: what was kept of them is complete. */
  loseTracks(tracks: readonly Track[]): void {
    for (const track of tracks) this.kept.pause(track, 'not-offered');
    this.#channels = new Map([...this.#channels].filter(([index]) => !tracks.some(({ terms }) => terms.index === index)));
  }

  /** Writes who is heard now; `people` knows who was before. */
  tellParties(people: PartyBook, parties: readonly StreamParty[]): void {
    const at = new Date(this.room.wallMs());
    this.lane.add('parties', () => people.apply(parties, at));
  }

  /** Writes an event of the contact; `kind` is a code. */
  note(kind: string): void {
    const at = new Date(this.room.wallMs());
    this.lane.add('event', () => this.room.operative.contacts.event(this.contactId, { kind, at }, recorderActor));
  }

  /** Ends the session: no decision changes any more, the last packets are taken, the books are finished in the lane. `reason` is a code. Resolves when all is written. */
  async end(reason: string): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#stopWatching();
    const at = new Date(this.room.wallMs());
    const { decision, wasGranted } = this.consent;
    await pause(lastPacketsMs);
    const { tracks } = this.streams;
    const closed = this.streams.close();
    const allHeld = tracks.length > 0 && tracks.every(({ terms }) => this.#held.has(terms.index));
    this.kept.finish(tracks, at);
    const { contactId, kept } = this;
    writeEnding(this.lane, this.room, {
      ...{ contactId, startedMs: this.terms.contact.startedMs, at, reason },
      part: () => ({
        decision,
        wasGranted,
        allHeld,
        keptOctets: kept.keptOctets,
        hasKeys: kept.hasKeys,
        vaultFailed: kept.vaultFailed,
      }),
    });
    await Promise.all([closed, this.lane.idle()]);
    this.consent.close();
    this.terms.contact.keys.zero();
  }

  #follow(decision: Decision): void {
    if (this.#ended) return;
    if (isGranted(decision)) this.#record(decision);
    else if (this.kept.isActive) this.#stop(decision.refused);
    if (this.terms.trunk.gate === 'inactive') void this.#moveGate();
  }

  /** What was received before the yes is told, and dropped, first. */
  #record(grant: ConsentGrant): void {
    this.streams.settle();
    const covered = this.streams.tracks.filter((track) => grant.covers(track.channel));
    if (!this.kept.hasKeys) this.note('recording.no-key');
    this.kept.start(
      grant,
      covered,
      [...this.#channels.values()].some(({ inseparable }) => inseparable),
    );
    for (const track of covered) if (this.#held.has(track.terms.index)) this.kept.pause(track, 'hold');
  }

  #stop(reason: string): void {
    const rule = this.terms.rules?.recording?.onWithdrawal ?? 'destroy';
    const isUsersStop = reason === 'off';
    this.kept.stop(this.streams.tracks, isUsersStop ? 'pause' : 'consent-withdrawn', isUsersStop ? 'keep' : rule);
  }

  /** Gate (a): the streams are opened, or closed, by an offer of ours. */
  async #moveGate(): Promise<void> {
    if (!this.#offer || !this.#dialog) return;
    const reserved = await this.streams.reserve(this.#offer, this.answerTerms);
    if (reserved !== 'ports-exhausted' && !this.#ended) await this.#dialog.reoffer(reserved.sdp);
  }

  #takeHold(held: ReadonlySet<number>): void {
    const { tracks } = this.streams;
    const changed = tracks.filter(({ terms }) => held.has(terms.index) !== this.#held.has(terms.index));
    this.#held = held;
    for (const track of changed) {
      if (held.has(track.terms.index)) this.kept.pause(track, 'hold');
      else if (this.#covers(track)) this.kept.resume(track);
    }
    if (changed.length === 0) return;
    const allHeld = tracks.every(({ terms }) => held.has(terms.index));
    this.note(allHeld ? 'stream.held' : 'stream.resumed');
    this.kept.announce(allHeld ? 'pause' : 'resume', 'hold');
  }

  #covers(track: Track): boolean {
    const { decision } = this.consent;
    return isGranted(decision) && decision.covers(track.channel);
  }

  #trackFor({ index, codec }: AcceptedStream): Track {
    const { channel } = this.#channels.get(index) ?? { channel: 'mixed' };
    const segmentCodec: SegmentCodec = codec === 'PCMA' ? 'pcma' : 'pcmu';
    return new Track({ index, channel, codec: segmentCodec, elapsedMs: () => this.elapsedMs() }, this.#events());
  }

  #events(): TrackEvents {
    return {
      onWaiting: (track) => {
        this.kept.openFor(track);
      },
      onBroken: (_track, writer) => {
        this.kept.broken(writer);
      },
      onDigit: (track, key) => {
        this.consent.digit(this.#channels.get(track.terms.index)?.keysAs ?? 'mixed', key);
      },
    };
  }

  /** An alarm while the call still runs (05, recording assurance). */
  #reportSilence(): void {
    if (this.answerTerms.gate === 'inactive') return;
    const silent = this.streams.tracks.filter(({ heard, terms }) => heard === 0 && !this.#held.has(terms.index));
    for (const { channel } of silent) {
      this.note('media.missing');
      diagnostics.record(mediaMissing, { contact: this.contactId, channel });
    }
  }
}
