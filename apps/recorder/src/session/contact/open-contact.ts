import type { TrunkView } from '@voxkeep/configuration';
import type { ContactOwners, KeyringClient, KeyRing } from '@voxkeep/keyring';
import { ownKey, type BookedContact, type CorrelationKey } from '@voxkeep/operative';
import { diagnostics, timeOfId } from '@voxkeep/platform';
import type { CallFact } from '@voxkeep/recording';
import { lookUpFailed } from '../events.js';
import type { OperativeKeepers } from '../session-room.js';
import { Announcement } from './announcement.js';
import { compareNumbers, ComparedWithRows, Patience } from './announced-number.js';
import { CallsUnderway, type Underway } from './calls-underway.js';
import type { CustomerNumber } from './customer-number.js';

/** A call as it is announced by its INVITE. */
export interface AnnouncedCall {
  /** The contact that it opens unless it joins one: a time-ordered id of when it began. */
  readonly id: string;
  readonly keys: readonly [CorrelationKey, ...CorrelationKey[]];
  readonly trunk: Pick<TrunkView, 'id' | 'queueId'>;
  /** Without a number until one is told. */
  customer: CustomerNumber;
  readonly at: Date;
}

/** The contact of a session. `startedMs`: when the call began, epoch ms; positions in the recording count from there. */
export interface SessionContact {
  readonly id: string;
  readonly startedMs: number;
  readonly queueId: string | null;
  /** Owners of everything that this session seals; the contact's own where this session opens it. */
  readonly customerOwner: string;
  readonly agentOwner: string;
  readonly keys: KeyRing;
  /** Whether addresses of its parties may be kept; false where contact data are switched off (R22). */
  readonly keepsAddresses: boolean;
  /** Another system, or an earlier session, opened it. */
  readonly attached: boolean;
  /** A no that is the last word there: nothing of the call may be kept from the start. */
  readonly no: { readonly id: string; readonly at: Date } | null;
  readonly underway: Pick<Underway, 'companions' | 'standsIn' | 'leave'>;
  /** See `BookedContact`. */
  readonly mayJoin: NonNullable<BookedContact['mayJoin']>;
  readonly announcement: Pick<Announcement, 'isOfAnother'>;
  /** What the books are told of it first. */
  readonly session: Extract<CallFact, { readonly kind: 'session' }>;
}

type Found = Awaited<ReturnType<OperativeKeepers['books']['find']>>;

const answerWithinMs = 100;

/**
 * Gives a call its contact: the live one that its keys name, when the database says so within a tenth of a second, otherwise one of its
 * own, which is merged with another when its rows are written. A contact in which a call stands that may be another customer's is never
 * joined, nor one that was announced with another number: the call opens one of its own, under its own trunk's rules. Nothing of the
 * call waits for a row.
 */
export class ContactOpening {
  readonly #database = new Patience(answerWithinMs);
  /** Of the keyring, when rows are written: two are written at once, so that one which is waited for holds up the others. */
  readonly #comparison = new Patience(answerWithinMs);
  readonly #calls = new CallsUnderway();

  constructor(
    private readonly books: Pick<OperativeKeepers['books'], 'find'>,
    private readonly keyring: Pick<KeyringClient, 'announcedMark'>,
    private readonly keepsAddresses: (queueId: string | null) => boolean,
    /** Contacts that a recorder that died left open: they are closed, only not yet in the books. */
    private readonly interrupted: ReadonlySet<string>,
  ) {}

  /** Takes over `owners`. */
  async open(call: AnnouncedCall, owners: ContactOwners): Promise<SessionContact> {
    const own = call.id;
    const underway = this.#calls.enter({ id: own, trunkId: call.trunk.id, number: call.customer.number }, call.keys);
    const { found, bears } = await this.#join(underway, call.customer.number);
    const keys = keysOf(own, bears);
    const shared = call.keys.filter((key) => !bears.includes(key));
    const id = found?.contactId ?? own;
    const queueId = found?.queueId ?? call.trunk.queueId;
    const keepsAddresses = this.keepsAddresses(queueId);
    const session = sessionFact({ ...call, keys }, owners, {
      contactId: own,
      found: found?.contactId ?? null,
      keepsAddresses,
      shared,
    });
    const attached = found !== undefined;
    const compared = new ComparedWithRows(this.keyring, call, this.#comparison);
    const startedMs = timeOfId(id).getTime();
    const announcement = new Announcement(this.keyring, call);
    if (found) announcement.joins(found);
    const mayJoin: SessionContact['mayJoin'] = (waiting) => {
      announcement.joins(waiting);
      return compared.mayJoin(waiting);
    };
    const no = found?.no ?? null;
    return { ...owners, id, queueId, keepsAddresses, session, attached, no, startedMs, underway, mayJoin, announcement };
  }

  /** The contact that the call joins, and the names under which it may be bound: none that name one which is a stranger's. */
  async #join(
    call: Underway,
    number: string | undefined,
  ): Promise<{ readonly found: Found; readonly bears: readonly CorrelationKey[] }> {
    const found = await this.#find(call);
    if (!found) return { found, bears: call.keys };
    const compared = await compareNumbers(this.keyring, found, number, answerWithinMs);
    // It is compared again when the rows are written.
    if (compared === 'unknown') return { found: undefined, bears: call.keys };
    if (compared === 'another') call.disown();
    if (compared === 'another' || !call.join(found.contactId)) return { found: undefined, bears: [] };
    return { found, bears: call.keys };
  }

  /** A database that did not answer in time is left alone for a second: a call is not made to wait for what is away. */
  async #find(call: Underway): Promise<Found> {
    if (call.keys.length === 0 || this.#database.isOver) return undefined;
    const answer = await this.#database.wait(this.#ask(call));
    if (answer === 'failed') this.#database.rest();
    return answer === 'failed' || answer === 'too-late' ? undefined : answer;
  }

  async #ask({ keys, companions }: Underway): Promise<Found | 'failed'> {
    try {
      return await this.books.find(keys, this.interrupted, companions());
    } catch (error) {
      diagnostics.record(lookUpFailed, { error });
      return 'failed';
    }
  }
}

/** A call that bears no name of its own is known by its own contact's. */
function keysOf(own: string, [first, ...others]: readonly CorrelationKey[]): AnnouncedCall['keys'] {
  return first ? [first, ...others] : [ownKey(own)];
}

function sessionFact(
  { keys, trunk, customer: heard, at }: AnnouncedCall,
  { customerOwner, agentOwner }: ContactOwners,
  known: {
    readonly contactId: string;
    readonly found: string | null;
    readonly keepsAddresses: boolean;
    readonly shared: readonly CorrelationKey[];
  },
): SessionContact['session'] {
  const { number = null, attribution } = known.keepsAddresses ? heard : { attribution: 'none' as const };
  const { contactId, found, shared } = known;
  return {
    ...{ kind: 'session', at: at.getTime(), contactId, found, keys, trunkId: trunk.id, queueId: trunk.queueId },
    ...{ customerOwner, agentOwner, number, attribution: attribution === 'attributed' ? 'pending' : attribution },
    ...(shared.length > 0 && { shared }),
  };
}
