import {
  applyMetadata,
  codecWarning,
  refusedChangesOf,
  storableLines,
  type LabelledStream,
  type RecordingMetadata,
  type SdpOffer,
} from '@voxkeep/telephony';
import type { Answer, Offer } from '../sip/endpoint.js';
import type { OfferedInVain } from './admission/offered-in-vain.js';
import { readOffer, type ReadOffer, type ToldBefore } from './admission/read-offer.js';
import type { Received } from './admission/reception.js';
import { tellNumber } from './contact/customer-number.js';
import { KnownCustomer } from './contact/known-customer.js';
import { heardIn, partiesOf } from './contact/parties-heard.js';
import type { PartyBook } from './contact/party-book.js';
import type { ToldParty } from './media-binding/call-channels.js';
import type { Track } from './media-binding/track.js';
import type { RecordingSession } from './recording-session.js';

const gone: Answer = { reject: { status: 481, reason: 'Call/Transaction Does Not Exist' } };
const notAcceptable = { reject: { status: 488, reason: 'Not Acceptable Here' } } satisfies Answer;
const tooLate: Answer = { reject: { status: 500, reason: 'Server Internal Error' } };
const noPorts: Answer = { reject: { status: 503, reason: 'Service Unavailable' } };

/** A request that brings another customer into a dialog. */
export interface AnotherCustomer {
  readonly offer: Offer;
  readonly before: ToldBefore;
  /** Whether the answer tells the client of new ports: the request has an SDP, and is answered in time. */
  readonly tellsPorts: () => boolean;
}

/** The re-INVITEs and UPDATEs of one session: new streams, hold and resume, news of the parties. One after the other. */
export class Reoffers {
  readonly #session: RecordingSession;
  readonly #people: PartyBook;
  #metadata: RecordingMetadata | undefined;
  #streams: readonly LabelledStream[];
  #sdp: SdpOffer;
  readonly #customer: KnownCustomer;
  readonly #offeredInVain: OfferedInVain;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    { session, people, metadata, streams, sdp, privacy, offeredInVain }: Received,
    /** Ends this call and begins another one in its dialog. */
    private readonly succeed: (another: AnotherCustomer) => Promise<Answer>,
    private readonly answerWithinMs = 20_000,
  ) {
    this.#session = session;
    this.#people = people;
    this.#metadata = metadata;
    this.#streams = streams;
    this.#sdp = sdp;
    this.#offeredInVain = offeredInVain;
    this.#customer = new KnownCustomer(session.terms.trunk.region);
    this.#customer.hear(heardIn(streams, { metadata, privacy }, session.terms.trunk));
  }

  /** Answers one; without SDP what stands is repeated. One that takes too long is answered 500, and the next one has its turn. */
  answer(offer: Offer): Promise<Answer> {
    const answered = this.#last.then(() => this.#answerInTime(offer));
    this.#last = answered.catch(() => undefined);
    return answered;
  }

  async #answerInTime(offer: Offer): Promise<Answer> {
    const late = new AbortController();
    const timer = setTimeout(() => {
      late.abort();
    }, this.answerWithinMs);
    try {
      return await Promise.race([this.#answer(offer, late.signal), whenAborted(late.signal)]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #answer(offer: Offer, late: AbortSignal): Promise<Answer> {
    const read = readOffer(offer);
    if (this.#session.isOver) return gone;
    if (this.#bringsAnother(read)) return this.#another(offer, read, late);
    // This may take a moment, in which the session may end.
    const wasAnotherAnnounced = await this.#wasAnotherAnnounced();
    if (this.#isOver()) return gone;
    return wasAnotherAnnounced ? this.#another(offer, read, late) : this.#goOn(read, late);
  }

  #isOver(): boolean {
    return this.#session.isOver;
  }

  #goOn(read: ReadOffer, late: AbortSignal): Answer | Promise<Answer> {
    tellNumber(this.#customer.number, this.#session);
    for (const flag of read.flags) if (/^(metadata|sdp)\./.test(flag)) this.#session.once.note(flag);
    if (read.metadata) this.#hearMetadata(read.metadata);
    if (read.sdp) return this.#take(read.sdp, read, late);
    if (read.flags.some((flag) => flag.startsWith('sdp.'))) return notAcceptable;
    if (read.metadata) this.#session.hear(this.#tellParties(read));
    return { accept: '' };
  }

  /** Whether another customer is told than the one who was known before; a spelling makes none. */
  #bringsAnother(read: ReadOffer): boolean {
    const told = { metadata: this.#withNews(read), privacy: read.privacy };
    return this.#customer.hear(heardIn(this.#streamsWith(read), told, this.#session.terms.trunk)) === 'another';
  }

  /** A call that joined a contact without a number may be another's than the one for whom that waited: its first number tells. */
  #wasAnotherAnnounced(): Promise<boolean> {
    return this.#session.terms.contact.announcement.isOfAnother(this.#customer.number);
  }

  /** The streams that are heard once it is answered: a line that is refused tells of nobody, and a refused change leaves what stands. */
  #streamsWith({ sdp }: ReadOffer): readonly LabelledStream[] {
    return sdp && this.#session.streams.changingCodec(sdp).length === 0 ? storableLines(sdp) : this.#streams;
  }

  #another(offer: Offer, read: ReadOffer, late: AbortSignal): Promise<Answer> {
    const { origin } = this.#session.streams;
    const before = { metadata: this.#withNews(read), sdp: this.#sdp, origin };
    return this.succeed({ offer, before, tellsPorts: () => read.sdp !== undefined && !late.aborted });
  }

  #withNews({ metadata }: ReadOffer): RecordingMetadata | undefined {
    return metadata ? applyMetadata(this.#metadata, metadata) : this.#metadata;
  }

  #hearMetadata(metadata: RecordingMetadata): void {
    this.#metadata = applyMetadata(this.#metadata, metadata);
    this.#session.metadataRead();
  }

  async #take(sdp: SdpOffer, read: ReadOffer, late: AbortSignal): Promise<Answer> {
    const session = this.#session;
    const changing = session.streams.changingCodec(sdp);
    if (changing.length > 0) return this.#refuseChange(changing, sdp);
    const reserved = await session.streams.reserve(sdp, session.answerTerms);
    if (late.aborted) return tooLate;
    if (session.isOver) return gone;
    if (reserved === 'ports-exhausted') return noPorts;
    this.#offeredInVain.count(reserved.refusedCodecs);
    this.#streams = reserved.accepted;
    this.#sdp = sdp;
    const parties = this.#tellParties(read);
    session.loseTracks(await session.streams.release(reserved.accepted));
    session.takeStreams(sdp, reserved, parties);
    return { accept: reserved.sdp, warning: codecWarning(reserved.refusedCodecs) };
  }

  /** The old session goes on; what these tracks bring in another codec all the same is missing through us. */
  #refuseChange(changing: readonly Track[], { media }: SdpOffer): Answer {
    // A client that asks again for what was refused to it says nothing new.
    if (changing.filter(({ otherPayload }) => otherPayload.refused()).length > 0) this.#session.note('stream.change-refused');
    const refused = refusedChangesOf(media.filter(({ index }) => changing.some(({ terms }) => terms.index === index)));
    // The change is refused and the call is not: it counts apart from what is not recorded.
    this.#offeredInVain.count(refused.map(({ codec }) => ({ codec, reason: 'changed-in-call' })));
    return { reject: { ...notAcceptable.reject, warning: codecWarning(refused) } };
  }

  #tellParties({ privacy }: ReadOffer): readonly ToldParty[] {
    const parties = partiesOf(this.#streams, { metadata: this.#metadata, privacy }, this.#session.terms.trunk);
    this.#session.tellParties(this.#people, parties);
    const { isAway: isCustomerAway } = this.#customer;
    return parties.map((party) => ({ ...party, isCustomerAway }));
  }
}

const whenAborted = (signal: AbortSignal): Promise<Answer> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve(tooLate);
    });
  });
