import { applyMetadata, type RecordingMetadata, type SdpOffer } from '@voxkeep/telephony';
import type { Answer, Offer } from '../sip/endpoint.js';
import { readOffer, type ReadOffer } from './admission/read-offer.js';
import { partiesOf, type Received } from './admission/reception.js';
import type { PartyBook } from './contact/party-book.js';
import type { RecordingSession } from './recording-session.js';

const gone: Answer = { reject: { status: 481, reason: 'Call/Transaction Does Not Exist' } };
const notAcceptable: Answer = { reject: { status: 488, reason: 'Not Acceptable Here' } };
const noPorts: Answer = { reject: { status: 503, reason: 'Service Unavailable' } };

/** The re-INVITEs and UPDATEs of one session: new streams, hold and resume, news of the parties. One after the other. */
export class Reoffers {
  readonly #session: RecordingSession;
  readonly #people: PartyBook;
  #metadata: RecordingMetadata | undefined;
  #streams: readonly { readonly index: number; readonly label?: string }[];
  #last: Promise<unknown> = Promise.resolve();

  constructor({ session, people, metadata, streams }: Received) {
    this.#session = session;
    this.#people = people;
    this.#metadata = metadata;
    this.#streams = streams;
  }

  /** Answers one; without SDP what stands is repeated. */
  answer(offer: Offer): Promise<Answer> {
    const answered = this.#last.then(() => this.#answer(offer));
    this.#last = answered.catch(() => undefined);
    return answered;
  }

  async #answer(offer: Offer): Promise<Answer> {
    const read = readOffer(offer);
    if (this.#session.isOver) return gone;
    for (const flag of read.flags) if (/^(metadata|sdp)\./.test(flag)) this.#session.note(flag);
    if (read.metadata) this.#metadata = applyMetadata(this.#metadata, read.metadata);
    if (read.sdp) return this.#take(read.sdp, read);
    if (read.flags.some((flag) => flag.startsWith('sdp.'))) return notAcceptable;
    if (read.metadata) this.#tellParties(read);
    return { accept: '' };
  }

  async #take(sdp: SdpOffer, read: ReadOffer): Promise<Answer> {
    const session = this.#session;
    if (session.streams.changesCodec(sdp)) {
      session.note('stream.change-refused');
      return notAcceptable;
    }
    const reserved = await session.streams.reserve(sdp, session.answerTerms);
    if (session.isOver) return gone;
    if (reserved === 'ports-exhausted') return noPorts;
    this.#streams = reserved.accepted;
    const parties = this.#tellParties(read);
    session.loseTracks(await session.streams.release(reserved.accepted));
    session.takeStreams(sdp, reserved, parties);
    return { accept: reserved.sdp };
  }

  #tellParties({ privacy }: ReadOffer): ReturnType<typeof partiesOf> {
    const parties = partiesOf(this.#streams, { metadata: this.#metadata, privacy }, this.#session.terms.trunk);
    this.#session.tellParties(this.#people, parties);
    return parties;
  }
}
