import type { CorrelationKey } from '@voxkeep/operative';

/** What tells whether two calls are one customer's. `id`: the contact id with which the call was opened. */
interface Caller {
  readonly id: string;
  readonly trunkId: string;
  /** E.164; none: it is withheld or unknown. */
  readonly number: string | undefined;
}

/** A call among those that are underway. */
export interface Underway {
  /** Its keys, less those that a call bears which may be another customer's. */
  readonly keys: readonly CorrelationKey[];
  /** The calls of the same customer on the same trunk, by the contact ids with which they were opened. */
  readonly companions: () => readonly string[];
  /** Takes the call into a contact, unless a call stands there that may be another customer's. */
  readonly join: (contactId: string) => boolean;
  /** The contact that its keys name waits for somebody else: they are no names of this call. */
  readonly disown: () => void;
  /** The books say in which contact the call stands. */
  readonly standsIn: (contactId: string) => void;
  /** Everything of the call stands in the books: whether its contact is open is theirs to say. */
  readonly leave: () => void;
}

interface Entered extends Caller {
  /** The keys that it bears and the contacts in which it stands. */
  readonly names: Set<string>;
}

/**
 * The calls of this recorder from their INVITE until the books have all of them. What was said in one call counts in another only
 * where both are known to be the same customer's: two callers may come under one name, from two trunks, or because a client forgot to
 * say good-bye. Numbers are compared here, in memory, because in the books they are sealed.
 */
export class CallsUnderway {
  readonly #calls = new Set<Entered>();

  /** Takes the call among them, in the turn in which it comes: of two that come at once the second sees the first. */
  enter(caller: Caller, keys: readonly CorrelationKey[]): Underway {
    const own = keys.filter((key) => !this.#isStrangers(nameOf(key), caller));
    const call: Entered = { ...caller, names: new Set([caller.id, ...own.map(nameOf)]) };
    this.#calls.add(call);
    return {
      keys: own,
      companions: () => [...this.#calls].filter((other) => other !== call && isSameCustomer(other, call)).map(({ id }) => id),
      join: (contactId) => {
        if (this.#isStrangers(contactId, call)) return false;
        call.names.add(contactId);
        return true;
      },
      disown: () => {
        call.names.clear();
        call.names.add(caller.id);
      },
      standsIn: (contactId) => void call.names.add(contactId),
      leave: () => void this.#calls.delete(call),
    };
  }

  #isStrangers(name: string, caller: Caller): boolean {
    return [...this.#calls].some((other) => other.id !== caller.id && other.names.has(name) && !isSameCustomer(other, caller));
  }
}

const nameOf = ({ system, value }: CorrelationKey): string => `${system}\u0000${value}`;

/** A number that is unknown is nobody's: two withheld callers are two. */
function isSameCustomer(one: Caller, other: Caller): boolean {
  return one.trunkId === other.trunkId && one.number !== undefined && one.number === other.number;
}
