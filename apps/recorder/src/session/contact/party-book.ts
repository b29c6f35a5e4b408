import type { TelephonyViews, TrunkView } from '@voxkeep/configuration';
import { operativeSealed, type PartyRole } from '@voxkeep/operative';
import { newId } from '@voxkeep/platform';
import type { PartyAddress, StreamParty } from '@voxkeep/telephony';
import { recorderActor, type SessionRoom } from '../session-room.js';
import type { SessionContact } from './open-contact.js';
import { sealUnder } from './seal-under.js';

/** Finds the user behind an address; implemented by the configuration database's views. */
export type UserSource = Pick<TelephonyViews, 'findUser'>;

/** Who was found behind an address: one user, or nobody who could be named without guessing. */
type Matched = { readonly userId: string } | 'unassigned';

/**
 * The parties of one contact as the metadata tells of them: who joined, who left. A party is one participant in one stream; the
 * owner of a channel may change during the call (transfer).
 */
export class PartyBook {
  readonly #present = new Map<string, string>();

  constructor(
    private readonly room: Pick<SessionRoom, 'operative'>,
    private readonly contact: SessionContact,
    private readonly trunk: Pick<TrunkView, 'id'>,
    private readonly users: UserSource,
  ) {}

  /** Writes what changed since the last time, as of the moment at which it was told. May be run twice; a party that stands is left alone. */
  async apply(parties: readonly StreamParty[], at: Date): Promise<void> {
    const now = new Map(parties.map((party) => [nameOf(party), party]));
    for (const [name, partyId] of this.#present) if (!now.has(name)) await this.leave(name, partyId, at);
    for (const [name, party] of now) if (!this.#present.has(name)) await this.join(name, party, at);
  }

  private async leave(name: string, partyId: string, at: Date): Promise<void> {
    await this.room.operative.contacts.leaveParty(this.contact.id, partyId, at, recorderActor);
    this.#present.delete(name);
  }

  private async join(name: string, party: StreamParty, at: Date): Promise<void> {
    const { contacts } = this.room.operative;
    const [address] = party.addresses;
    const id = newId();
    const role = roleOf(party);
    const matched = role === 'customer' ? undefined : await this.match(party.addresses, at);
    const userId = matched && matched !== 'unassigned' ? matched.userId : null;
    const aor = this.sealed(id, address);
    await contacts.addParty(this.contact.id, { id, role, userId, aor, label: party.label ?? null, at }, recorderActor);
    this.#present.set(name, id);
    if (matched === 'unassigned') await this.note('party.unassigned', id, at);
    if (party.role === 'unknown') await this.note('party.role-unknown', id, at);
  }

  private note(kind: string, subjectId: string, at: Date): Promise<void> {
    return this.room.operative.contacts.event(this.contact.id, { kind, at, subjectId }, recorderActor);
  }

  private sealed(id: string, address: PartyAddress | undefined) {
    const { keys, customerOwner } = this.contact;
    const text = this.contact.keepsAddresses && address?.withheld === false ? (address.number ?? address.user) : undefined;
    return sealUnder(keys, operativeSealed.contactParty, 'aor', { rowId: id, ownerId: customerOwner }, text);
  }

  /** Every way in which the addresses may name a user; all that answer must name the same one. */
  private async match(addresses: readonly PartyAddress[], at: Date): Promise<Matched> {
    const wanted = addresses.flatMap(lookupsOf);
    const found = await Promise.all(
      wanted.map(([kind, value]) => this.users.findUser(kind, value, at, this.trunk.id).catch(() => none)),
    );
    const users = new Set(found.flatMap((each) => (each.found === 'one' ? [each.userId] : [])));
    const [userId] = users;
    const doubtful = found.some((each) => each.found === 'several') || users.size > 1;
    return userId === undefined || doubtful ? 'unassigned' : { userId };
  }
}

const none = { found: 'none' } as const;

function lookupsOf({
  number,
  user,
  host,
  withheld,
}: PartyAddress): readonly (readonly ['aor' | 'extension' | 'cti-id', string])[] {
  if (withheld || user === undefined) return [];
  const aor = host === undefined ? [] : ([['aor', `${user}@${host}`]] as const);
  return [...aor, ['extension', number ?? user], ['cti-id', user]];
}

const nameOf = ({ index, participantIds, role }: StreamParty): string => JSON.stringify([index, role, ...participantIds]);

function roleOf({ role }: StreamParty): PartyRole {
  return role === 'unknown' ? 'other' : role;
}
