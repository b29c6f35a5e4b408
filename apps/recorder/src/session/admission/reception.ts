import type { TrunkView } from '@voxkeep/configuration';
import type { TrunkNotice } from '@voxkeep/contracts';
import type { PreMinted } from '@voxkeep/keyring';
import { communication, diagnostics, newId, newTimeOrderedId, timeOfId } from '@voxkeep/platform';
import { codecWarning, metadataFault, type SdpOffer, type StreamParty } from '@voxkeep/telephony';
import type { Answer, Offer, SipSource, SipWarning } from '../../sip/endpoint.js';
import { CallLog } from '../books/call-log.js';
import type { BoundCall } from '../books/bound-call.js';
import type { Binder } from '../books/binder.js';
import { partPolicyOf } from '../consent/part-policy.js';
import { correlationKeysOf, isHashed } from '../contact/correlation-keys.js';
import { customerNumberOf } from '../contact/customer-number.js';
import type { ContactOpening, SessionContact } from '../contact/open-contact.js';
import { partiesOf } from '../contact/parties-heard.js';
import { PartyBook } from '../contact/party-book.js';
import { invitationCame, invitationTurnedDown } from '../communication-events.js';
import { invitationRefused, sessionOpened, type InvitationRefusal } from '../events.js';
import { assignChannels } from '../media-binding/assign-channels.js';
import { StreamSet, type Reserved } from '../media-binding/stream-set.js';
import { RecordingSession } from '../recording-session.js';
import type { SessionRoom } from '../session-room.js';
import type { Capacity } from './capacity.js';
import { OfferedInVain } from './offered-in-vain.js';
import { readOffer, readWithin, type ReadOffer, type ToldBefore } from './read-offer.js';
import type { TrunkBook } from './trunk-book.js';

/** A session that was opened, with the answer that tells its client so. */
export interface Received {
  readonly session: RecordingSession;
  readonly metadata: ReadOffer['metadata'];
  readonly sdp: SdpOffer;
  /** The values of its `Privacy` headers. */
  readonly privacy: readonly string[];
  readonly people: PartyBook;
  readonly streams: Reserved['accepted'];
  readonly offeredInVain: OfferedInVain;
  readonly answer: Answer;
}
/** `warning`: what to say of codecs that nobody can record (RFC 3261 §20.43). */
export type Refused = { readonly refused: InvitationRefusal; readonly warning?: SipWarning | undefined };

/** What the reception asks. */
export interface ReceptionDesk {
  readonly trunks: TrunkBook;
  readonly owners: Pick<PreMinted, 'take'>;
  readonly contacts: ContactOpening;
  readonly binder: Pick<Binder, 'submit'>;
  readonly capacity: Pick<Capacity, 'stopping' | 'setUp'>;
}

/** A call that begins in the dialog of another one, whose contact is `follows`. `contactId`: the contact that it opens, unless it joins one. */
export interface Succession extends ToldBefore {
  readonly contactId: string;
  readonly follows: string;
}

/** A request for a session: whose, what it says, and where its streams will be. */
interface Asked {
  readonly offer: Offer;
  readonly trunk: TrunkView;
  readonly read: ReadOffer;
  readonly streams: StreamSet;
  readonly before: Succession | undefined;
}

/** One that can be answered: with which streams, spoken by whom. */
interface Admitted extends Asked {
  readonly sdp: SdpOffer;
  readonly reserved: Reserved;
  readonly parties: readonly StreamParty[];
  readonly offeredInVain: OfferedInVain;
}

/** Takes an INVITE from its body to an opened session, refusing as early as it can. Without a contact there is no session. */
export class Reception {
  constructor(
    private readonly room: SessionRoom,
    private readonly desk: ReceptionDesk,
  ) {}

  /**
   * Opens the session, or says why not; what was taken for a refused one is given back. No database is waited for. `before`: another call
   * went before in the dialog.
   */
  async receive(offer: Offer, before?: Succession): Promise<Received | Refused> {
    const found = this.desk.trunks.find(offer.source.address);
    if (!found) return this.refuse('unknown-source');
    // what the trunk plays before a session was played to the customer before
    const trunk = before ? { ...found, askedBeforeSeconds: null } : found;
    const read = before ? readWithin(offer, before) : readOffer(offer);
    const streams = new StreamSet(this.room, trunk, before?.origin);
    return this.desk.capacity.setUp(trunk.id, () => this.setUp({ offer, trunk, read, streams, before }));
  }

  /** An id for the contact of a call that begins now. */
  newContactId(): string {
    return newTimeOrderedId(new Date(this.room.wallMs()));
  }

  /** Turns down an INVITE of a trunk that does not say that it comes to be recorded. */
  turnDownUnmarked({ address }: SipSource): Refused {
    return this.refuse('not-marked', this.desk.trunks.find(address));
  }

  private async setUp(asked: Asked): Promise<Received | Refused> {
    const { offer, trunk, streams } = asked;
    const since = this.room.clock.now();
    if (this.desk.capacity.stopping) return this.refuse('stopping', trunk);
    const admitted = await this.admit(asked).catch(async (failure: unknown) => {
      await streams.close();
      throw failure;
    });
    if ('refused' in admitted) {
      await streams.close();
      this.writeDown(offer, trunk, admitted.refused);
      return admitted;
    }
    const received = await this.open(admitted);
    if ('session' in received) this.tell(received.session, admitted, since);
    else this.writeDown(offer, trunk, received.refused);
    return received;
  }

  private async admit(asked: Asked): Promise<Admitted | Refused> {
    const { trunk, read, streams } = asked;
    if (!read.sdp) return this.refuse('nothing-storable', trunk);
    const reserved = await streams.reserve(read.sdp, { gate: trunk.gate, recording: false });
    if (reserved === 'ports-exhausted') return this.refuse('ports-exhausted', trunk);
    const offeredInVain = new OfferedInVain(this.room.tally, trunk.id);
    offeredInVain.count(reserved.refusedCodecs);
    if (reserved.accepted.length === 0)
      return { ...this.refuse('nothing-storable', trunk), warning: codecWarning(reserved.refusedCodecs) };
    const parties = partiesOf(reserved.accepted, read, trunk);
    return { ...asked, sdp: read.sdp, reserved, parties, offeredInVain };
  }

  private async open(admitted: Admitted): Promise<Received | Refused> {
    const { offer, trunk, read, sdp, streams, reserved, parties, offeredInVain, before } = admitted;
    const owners = this.desk.owners.take();
    if (owners === 'exhausted') {
      await streams.close();
      return this.refuse('keys-exhausted', trunk);
    }
    try {
      const customer = customerNumberOf(parties, trunk.region);
      const id = before?.contactId ?? this.newContactId();
      const call = { id, keys: correlationKeysOf(offer, trunk, read.metadata), trunk, customer, at: timeOfId(id) };
      const contact = await this.desk.contacts.open(call, owners);
      const { session, log } = this.sessionIn(contact, admitted);
      const people = new PartyBook(contact, log);
      session.tellParties(people, parties);
      const answer: Answer = { accept: reserved.sdp, warning: codecWarning(reserved.refusedCodecs) };
      const { metadata, privacy } = read;
      return { session, metadata, sdp, privacy, people, streams: reserved.accepted, offeredInVain, answer };
    } catch (failure) {
      owners.keys.zero();
      await streams.close();
      throw failure;
    }
  }

  /** A call that fails here is not underway. */
  private sessionIn(contact: SessionContact, admitted: Admitted): ReturnType<Reception['sessionOf']> {
    try {
      return this.sessionOf(contact, admitted);
    } catch (failure) {
      contact.underway.leave();
      throw failure;
    }
  }

  private sessionOf(
    contact: SessionContact,
    { offer, trunk, read, sdp, streams, reserved, parties, before }: Admitted,
  ): { readonly session: RecordingSession; readonly log: CallLog } {
    const rules = this.desk.trunks.rulesOf(contact.queueId ?? trunk.queueId);
    const channels = [...assignChannels(parties).values()].map(({ channel }) => channel);
    const policy = partPolicyOf({ contactId: contact.id, trunk, rules, channels, startedAt: this.room.wallMs() });
    const { call, log, bindTo } = this.boundCall(contact);
    log.write(contact.session);
    const fault = metadataFault(read.flags);
    const terms = { callId: offer.callId, trunk, rules, contact, policy, ...(fault && { metadataFault: fault }) };
    const session = new RecordingSession(this.room, terms, streams, log);
    bindTo(session);
    if (contact.no) session.consent.refusedBefore(contact.no);
    this.desk.binder.submit(call);
    if (before) session.note('contact.follows', undefined, before.follows);
    if (offer.unmarked) session.note('offer.unmarked');
    for (const flag of read.flags) session.once.note(flag);
    if (contact.session.keys.some(isHashed)) session.note('contact.key-too-long');
    for (const { reason } of reserved.refused) session.once.note(`stream.${reason}`);
    session.takeStreams(sdp, reserved, parties);
    return { session, log };
  }

  /** The call as the binder sees it: its facts from the first on, and the session that hears what the books say. */
  private boundCall(contact: SessionContact) {
    const { customerOwner, keys, session, underway } = contact;
    const ownerKey = (): Buffer => {
      const key = keys.key(customerOwner, 'contact-customer', 'media');
      if (!key) throw new Error('session.no-media-key');
      return key;
    };
    const log: CallLog = new CallLog({ recordingId: newId(), owner: customerOwner, ownerKey }, this.room.stores.journal, () => {
      this.desk.binder.submit(call);
    });
    let live: RecordingSession | undefined;
    const call: BoundCall = {
      ...{ log, session, keys, contactId: contact.id, isOpen: false },
      companions: underway.companions,
      mayJoin: contact.mayJoin,
      onAdopted: async ({ contactId }) => {
        underway.standsIn(contactId);
        await live?.adopt(contactId);
      },
      onErased: () => live?.forget(),
      onSetAside: () => {
        log.setAside();
      },
      onBound: () => {
        underway.leave();
        keys.zero();
      },
    };
    const bindTo = (made: RecordingSession): void => {
      live = made;
    };
    return { call, log, bindTo };
  }

  private tell({ contactId }: RecordingSession, admitted: Admitted, since: number): void {
    const { trunk, read, reserved } = admitted;
    const afterMs = this.room.clock.now() - since;
    diagnostics.record(sessionOpened, {
      contact: contactId,
      trunk: trunk.id,
      streams: reserved.accepted.length,
      flags: read.flags.length,
      afterMs,
    });
    this.writeDownSession(contactId, admitted);
  }

  /** Under an open grant only: who called whom from where (04 f 8). */
  private writeDownSession(contactId: string, { offer, trunk, read, parties }: Admitted): void {
    const { number } = customerNumberOf(parties, trunk.region);
    communication.during({ contactId, trunkId: trunk.id, numbers: [number] }, (stream) => {
      const named = this.desk.trunks.collects('contact-data-records', trunk.queueId);
      stream.record(invitationCame, {
        ...{ trunk: trunk.id, contact: contactId, source: offer.source.address, callId: offer.callId },
        parties: named ? parties.map(shownParty) : null,
        streams: parties.length,
        flags: read.flags,
      });
    });
  }

  private writeDown({ callId, source }: Offer, trunk: TrunkView, reason: InvitationRefusal): void {
    communication.during({ trunkId: trunk.id }, (stream) => {
      stream.record(invitationTurnedDown, { trunk: trunk.id, source: source.address, callId, reason });
    });
  }

  private refuse(reason: InvitationRefusal, trunk?: TrunkView): Refused {
    diagnostics.record(invitationRefused, { reason, trunk: trunk?.id });
    if (trunk && reason !== 'unknown-source') this.room.tally.noticed(trunk.id, noticeOf[reason]);
    return { refused: reason };
  }
}

/** How a refusal is counted of its trunk: by what its owner can do about it. */
const noticeOf: Readonly<Record<Exclude<InvitationRefusal, 'unknown-source'>, TrunkNotice>> = {
  'not-marked': 'not-marked',
  'nothing-storable': 'nothing-storable',
  'ports-exhausted': 'no-room',
  'keys-exhausted': 'no-room',
  stopping: 'no-room',
};

/** `customer:+37255512345`; a withheld number stays withheld. */
function shownParty({ role, addresses }: StreamParty): string {
  const [address] = addresses;
  if (address?.withheld === true) return `${role}:withheld`;
  return `${role}:${address?.number ?? address?.user ?? '-'}`;
}
