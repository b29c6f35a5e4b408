import { newId } from '@voxkeep/platform';
import type { NamedParty } from '@voxkeep/recording';
import type { PartyAddress, StreamParty } from '@voxkeep/telephony';
import type { CallLog } from '../books/call-log.js';
import type { SessionContact } from './open-contact.js';

/** Ways in which one party may be named, characters of one, and its octets in a fact; what is beyond is no address. */
const mostAddresses = 8;
const longestAddress = 256;
const mostOctets = 512;

/**
 * The parties of one contact as the metadata tells of them: who joined, who left. A party is one participant in one stream; the
 * owner of a channel may change during the call (transfer).
 */
export class PartyBook {
  readonly #present = new Map<string, { readonly partyId: string; readonly isNamed: boolean }>();

  constructor(
    private readonly contact: Pick<SessionContact, 'keepsAddresses'>,
    private readonly log: Pick<CallLog, 'write'>,
  ) {}

  /**
   * Tells what changed since the last time, as of the moment `at`; a party that stands is left alone. One who was not named before and is
   * now joins by that name, so that the person, or the user, can be found.
   */
  apply(parties: readonly StreamParty[], at: number): void {
    const now = new Map(parties.map((party) => [nameOf(party), party]));
    for (const [name, { partyId, isNamed }] of this.#present) {
      const party = now.get(name);
      if (party && (isNamed || !this.#namesOf(party).some(isTold))) continue;
      this.log.write({ kind: 'party-left', at, partyId });
      this.#present.delete(name);
    }
    for (const [name, party] of now) if (!this.#present.has(name)) this.#join(name, party, at);
  }

  #join(name: string, party: StreamParty, at: number): void {
    const partyId = newId();
    const named = this.#namesOf(party);
    this.log.write({
      ...{ kind: 'party-joined', at, partyId, label: clipped(party.label) },
      role: party.role === 'unknown' ? 'other' : party.role,
      keepsAddress: this.contact.keepsAddresses,
      named,
      eventIds: [newId(), newId()],
    });
    this.#present.set(name, { partyId, isNamed: named.some(isTold) });
  }

  /** Where contact data are switched off only a member of the house is named, to be found among the users. */
  #namesOf({ role, addresses }: StreamParty): readonly NamedParty[] {
    if (!this.contact.keepsAddresses && role === 'customer') return [];
    return addresses.slice(0, mostAddresses).map(namedParty);
  }
}

function namedParty({ number, user, host, withheld }: PartyAddress): NamedParty {
  return { number: clipped(number), user: clipped(user), host: clipped(host), withheld };
}

const isTold = ({ number, user, withheld }: NamedParty): boolean => !withheld && (number ?? user) !== null;

/** Control characters take six octets each where a fact is written. */
function clipped(text: string | undefined): string | null {
  if (text === undefined) return null;
  let kept = text.slice(0, longestAddress);
  while (Buffer.byteLength(JSON.stringify(kept)) > mostOctets) kept = kept.slice(0, -16);
  return kept;
}

const nameOf = ({ index, participantIds, role }: StreamParty): string => JSON.stringify([index, role, ...participantIds]);
