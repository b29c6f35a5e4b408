import { isGranted, type ConsentGrant, type Decision } from '@voxkeep/consent';
import type { AudioChannel, ContactEndReason, ContactEventCode } from '@voxkeep/contracts';
import { diagnostics, newId } from '@voxkeep/platform';
import type { SegmentCodec } from '@voxkeep/recording';
import type { AcceptedStream, SdpOffer, StreamParty } from '@voxkeep/telephony';
import { MediaTicks } from '../media/clock.js';
import type { StreamNotice } from '../media/stream-notices.js';
import type { InfoDigit, SipDialog } from '../sip/endpoint.js';
import { beside } from './beside.js';
import type { CallLog } from './books/call-log.js';
import { CallWatch } from './call-watch.js';
import { ConsentDesk } from './consent/consent-desk.js';
import { KeysPressed } from './consent/keys-pressed.js';
import type { PartyBook } from './contact/party-book.js';
import { endKeeping, ruleOfNo } from './ending/end-keeping.js';
import { sayGoodBye } from './ending/say-good-bye.js';
import { takeLastPackets } from './ending/take-last-packets.js';
import { refusedLast, tellEnding } from './ending/tell-ending.js';
import { stepFailed } from './events.js';
import { Lane } from './lane.js';
import { CallChannels, type ToldParty } from './media-binding/call-channels.js';
import { givenAt, type Given } from './media-binding/first-packets.js';
import { Holds } from './media-binding/holds.js';
import { KeptRecording, type Yes } from './media-binding/kept-recording.js';
import type { Reserved, StreamSet } from './media-binding/stream-set.js';
import { trackEvents } from './media-binding/track-events.js';
import { Track } from './media-binding/track.js';
import { moveGate } from './move-gate.js';
import { NotedOnce } from './noted-once.js';
import type { SessionRoom } from './session-room.js';
import type { SessionTerms } from './session-terms.js';

/**
 * One governed recording session from its answer to its outcome. It binds together consent, media and facts: a fact changes the
 * decision of the gate, and the decision says, in the same turn, what becomes of the next packet.
 */
export class RecordingSession {
  /** Questions to the database that a call can do without for a while; each is asked until it is answered. */
  readonly lane: Lane;
  readonly consent: ConsentDesk;
  readonly kept: KeptRecording;
  readonly once = new NotedOnce(this);
  #contactId: string;
  #dialog: SipDialog | undefined;
  readonly #channels = new CallChannels();
  readonly #holds = new Holds();
  #offer: SdpOffer | undefined;
  #ended = false;
  #forgotten = false;
  /** Metadata that could be read have not come. */
  #lacksMetadata: boolean;
  /** The key that is being weighed. */
  #pressed: Yes | undefined;
  readonly #watch: CallWatch;
  readonly #keys: KeysPressed;
  readonly #clockStart: number;
  readonly #startMs: number;

  constructor(
    private readonly room: SessionRoom,
    readonly terms: SessionTerms,
    readonly streams: StreamSet,
    readonly log: CallLog,
  ) {
    const { contact, policy, rules, trunk } = terms;
    this.#contactId = contact.id;
    this.#lacksMetadata = terms.metadataFault !== undefined;
    this.#clockStart = room.clock.now();
    this.#startMs = Math.max(0, room.wallMs() - contact.startedMs);
    this.lane = new Lane((step, attempt, error) => {
      diagnostics.record(stepFailed, { contact: this.#contactId, step, attempt, error });
    });
    this.consent = new ConsentDesk(room, policy, rules?.consent?.wordingVersion ?? null, log);
    this.kept = new KeptRecording(room, contact, log, this);
    this.#watch = new CallWatch(room, trunk.id, log, this, this.#startMs);
    this.#keys = new KeysPressed(() => room.clock.now());
    this.consent.beforeWord(() => {
      streams.endPauses(this.#pressed ? 'left' : 'taken');
    });
    this.consent.onChange((decision) => {
      this.#follow(decision);
    });
    if (trunk.askedBeforeSeconds !== null && policy.mode !== 'off') this.consent.announced();
    if (contact.attached) this.lane.add('standing', () => this.consent.lookUpStanding(contact.id));
  }

  /** The contact in whose books the call stands. */
  get contactId(): string {
    return this.#contactId;
  }

  get isOver(): boolean {
    return this.#ended;
  }

  /** What the answer to an offer has to say now. */
  get answerTerms(): { readonly gate: 'receive' | 'inactive'; readonly recording: boolean } {
    const granted = isGranted(this.consent.decision);
    return { gate: this.terms.trunk.gate === 'inactive' && !granted ? 'inactive' : 'receive', recording: granted };
  }

  /** The books say that the call belongs to a contact that was there before it; what was said there until now counts here. */
  async adopt(contactId: string): Promise<void> {
    this.#contactId = contactId;
    if ((await this.consent.lookUpStanding(contactId)) && ruleOfNo(this.consent, this.terms) === 'destroy') this.kept.takeBack();
  }

  /**
   * The contact was erased while the call ran: nothing of it is kept from now on, and what was kept goes. Told again with each command
   * and each writing; what follows is nothing new.
   */
  forget(): void {
    if (!this.#forgotten) this.kept.forget(this.streams.tracks, this.consent.wasGranted);
    this.#forgotten = true;
  }

  /**
   * The answer was sent; a gate that was answered closed is opened now if consent came before. `portsTold` false: no answer told the
   * client the ports, so they are offered.
   */
  establish(dialog: SipDialog, portsTold = true): void {
    this.#dialog = dialog;
    if (!portsTold || (this.terms.trunk.gate === 'inactive' && isGranted(this.consent.decision))) this.#moveGate();
  }

  /** Says good-bye to the client, should the call stand. */
  sayGoodBye(reason: string): Promise<void> {
    return sayGoodBye(this.#dialog, this.#contactId, reason);
  }

  /** Milliseconds since the call began, now or at a moment of the recorder's clock. */
  elapsedMs(moment = this.room.clock.now()): number {
    return this.#startMs + moment - this.#clockStart;
  }

  /** By when everything that had come was read, in milliseconds of the call. */
  readMs(): number {
    return this.elapsedMs(MediaTicks.of(this.room.clock).readUntil);
  }

  /** Looked at once a second: what is wrong is told while the call runs. `end` ends a call that nobody says good-bye to. */
  look(end: (reason: ContactEndReason) => void): void {
    if (this.#ended) return;
    const { tracks } = this.streams;
    for (const track of tracks) track.look();
    void this.#nameLosses();
    this.kept.look();
    const journalFails = this.kept.isActive && this.room.stores.journal.trouble !== undefined;
    const isPaused = tracks.length === 0 || this.#holds.areOnAll(tracks) || this.answerTerms.gate === 'inactive';
    const waiting = this.consent.isAwaited ? this.#holds.othersOf(tracks) : [];
    const known = { contactId: this.#contactId, atMs: this.elapsedMs(), tracks, isPaused, waiting };
    const vaultFails = this.kept.vaultFailed || (this.kept.isActive && !this.room.stores.completion.wasPossible);
    this.#watch.look({ ...known, vaultFails, journalFails }, this.#dialog, end);
  }

  /** Binds the streams of an answer; new ones are kept at once where a grant covers them, be it that of a policy which needs no answer. */
  takeStreams(offer: SdpOffer, { accepted, held }: Reserved, parties: readonly ToldParty[]): void {
    const before = this.streams.tracks;
    this.hear(parties);
    this.#offer = offer;
    this.streams.bind(accepted, (stream) => this.#trackFor(stream));
    const added = this.streams.tracks.filter((track) => !before.includes(track));
    this.#resume(added, true);
    this.#takeHold(held);
  }

  /** Streams that are no longer offered: what was kept of them is complete. */
  loseTracks(tracks: readonly Track[]): void {
    this.kept.pause(tracks, 'not-offered', [...this.streams.tracks, ...tracks]);
    for (const track of tracks) track.tellLosses(false);
    this.#channels.lose(tracks);
  }

  /**
   * The newest that was told of who is heard in which stream counts from here on, for keys and for what is kept; what came before came
   * under what was told before.
   */
  hear(parties: readonly ToldParty[]): void {
    this.#resume(this.#channels.hear(parties, this.streams, this.kept, this.#holds));
  }

  /**
   * A key that the client reported by INFO, which does not say whose it is: it is the customer's where the call has one, unless the same
   * key came in the media, where the stream says whose it was. It comes behind its press, which may have begun before a question, or while
   * another customer was there: whoever tells for how long it lasted tells that.
   */
  infoDigit({ key, durationMs }: InfoDigit): void {
    if (!this.#keys.isNews(key, 'info')) return;
    this.consent.digit(this.#channels.keysAs, key, durationMs);
  }

  /** Later metadata could be read: who is the customer is known by them, or not for their sake. */
  metadataRead(): void {
    this.#lacksMetadata = false;
  }

  /** Tells who is heard now; `people` knows who was before. */
  tellParties(people: PartyBook, parties: readonly StreamParty[]): void {
    people.apply(parties, this.room.wallMs());
  }

  /** A key that came in the media of a track; `beganAt`: when it went down, on the recorder's clock. */
  mediaDigit(track: Track, key: string, released: Given, beganAt: number): void {
    if (!this.#keys.isNews(key, 'media')) return;
    const outer = this.#pressed;
    this.#pressed = { track, given: released };
    this.consent.digit(this.#channels.of(track.terms.index).keysAs, key, this.room.clock.now() - beganAt);
    this.#pressed = outer;
  }

  /** Something is odd about the stream of a track. */
  notice({ channel }: Track, notice: StreamNotice): void {
    this.#watch.hear(this.#contactId, channel, notice, this.elapsedMs());
  }

  /** Tells that something happened, to the call or to one side of it; `subjectId`: another contact that it is about. */
  note(code: ContactEventCode, channel?: AudioChannel, subjectId: string | null = null): void {
    this.log.write({ kind: 'event', at: this.room.wallMs(), id: newId(), code, subjectId, ...(channel && { channel }) });
  }

  /**
   * Ends the session: the last packets are taken, the outcome is counted and told. No yes counts any more; a no that comes before the
   * outcome is told does. `atOnce`: what comes from this turn on is another's, so nothing more is taken, and what is not read is
   * missing. Resolves when all is told.
   */
  async end(reason: ContactEndReason, atOnce = false): Promise<void> {
    if (this.#ended) return;
    const [at, heard] = [this.room.wallMs(), { atMs: this.elapsedMs(), readMs: this.readMs() }];
    if (atOnce) this.streams.hush();
    else this.streams.endPauses();
    this.#ended = true;
    const { decision: before, wasGranted } = this.consent;
    const allHeld = this.#holds.areOnAll(this.streams.tracks) || this.#channels.areLeft(this.streams.tracks);
    const isUnreadable = this.#lacksMetadata && this.#channels.lackCustomer(this.terms.metadataFault);
    const refused = () => (this.#forgotten && wasGranted ? 'withdrawn' : refusedLast(before, this.consent.decision));
    const seen = () => ({ refused: refused(), wasGranted, allHeld, isUnreadable });
    const over = () => ({ kind: 'over', at, atMs: heard.atMs, reason, ...seen() }) as const;
    this.log.write(over());
    void this.room.stores.journal.syncSoon();
    if (!atOnce) await takeLastPackets(() => this.streams.tracks);
    this.streams.settle();
    this.#endKeeping();
    await this.#nameLosses();
    const { tracks } = this.streams;
    const closed = this.streams.close();
    this.#endKeeping();
    const kept = this.kept.finish(tracks, heard);
    this.log.write(over());
    await kept;
    const { keptOctets, vaultFailed } = this.kept;
    tellEnding(this.log, { at, atMs: heard.atMs, reason, part: { ...seen(), keptOctets, vaultFailed } });
    await closed;
    this.lane.giveUp();
    this.consent.close();
  }

  /** Of a call that is over the last packets are still taken: what they take back ends with them. */
  #follow(decision: Decision): void {
    if (!this.#ended && isGranted(decision)) this.#record(decision, this.#pressed ?? { given: givenAt(this.room.clock.now()) });
    else if (!this.#ended || !this.kept.isActive) this.#endKeeping();
    if (!this.#ended && this.terms.trunk.gate === 'inactive') this.#moveGate();
  }

  /** What was received before the yes is told, and dropped, first. */
  #record(grant: ConsentGrant, yes?: Yes): void {
    this.streams.settleForYes();
    void this.#forgetDrops();
    const covered = this.#channels.coveredBy(grant, this.streams.tracks);
    this.kept.start(grant, covered, this.#channels.areInseparable, yes);
    this.#pause(covered.filter((track) => this.#holds.has(track)));
  }

  /** Nothing is taken that no grant covers; what was kept before goes after a no, as the policy says. */
  #endKeeping(): void {
    const { decision } = this.consent;
    if (isGranted(decision)) return;
    const rule = ruleOfNo(this.consent, this.terms);
    endKeeping(this.kept, { refused: decision.refused, tracks: this.streams.tracks, rule, facts: this.log.facts });
    void this.#nameLosses();
  }

  #nameLosses(tracks = this.streams.tracks): Promise<void> {
    return beside(this.#contactId, 'losses', this.streams.nameLosses(tracks));
  }

  #forgetDrops(): Promise<void> {
    return beside(this.#contactId, 'drops', this.streams.forgetDrops());
  }

  /** Gate (a): the streams are opened, or closed, by an offer of ours. */
  #moveGate(): void {
    if (this.#offer && this.#dialog) void moveGate(this, this.#offer, this.#dialog);
  }

  #takeHold(held: ReadonlySet<number>): void {
    const { tracks } = this.streams;
    const { paused, resumed, whole, told } = this.#holds.take(held, tracks);
    this.#pause(paused);
    this.#resume(resumed);
    for (const { code, channel } of told) this.note(code, channel);
    if (whole === 'held' || (whole && !this.#channels.areLeft(tracks)))
      this.kept.announce(whole === 'held' ? 'pause' : 'resume', 'hold');
  }

  /** What waits for a packet that never came was said before the hold. */
  #pause(tracks: readonly Track[]): void {
    this.streams.settleForRest(tracks);
    this.kept.pause(tracks, 'hold', this.streams.tracks);
    if (tracks.length > 0) void this.#nameLosses(tracks);
  }

  /** A yes that found nothing that it covers finds it now. */
  #resume(tracks: readonly Track[], areNew = false): void {
    const { decision } = this.consent;
    const covered = isGranted(decision) ? this.#channels.coveredBy(decision, tracks) : [];
    if (isGranted(decision) && covered.length > 0 && !this.kept.isActive) {
      this.#record(decision, areNew ? undefined : { given: givenAt(this.room.clock.now()) });
      return;
    }
    if (covered.length > 0) void this.#forgetDrops();
    for (const track of covered) this.kept.resume(track, areNew);
  }

  #trackFor({ index, codec }: AcceptedStream): Track {
    const segmentCodec: SegmentCodec = codec === 'PCMA' ? 'pcma' : 'pcmu';
    return new Track(
      { index, channel: this.#channels.of(index).channel, codec: segmentCodec, elapsedMs: (moment) => this.elapsedMs(moment) },
      trackEvents(this.kept, this),
    );
  }
}
