import { normalisePhone } from '@voxkeep/personal-data';
import type { HeardParties, PartyAddress, PresentPerson } from '@voxkeep/telephony';
import { customerNumberOf } from './customer-number.js';

/**
 * The customer of one call, as was told last: by the number, by every address, and by the stream in which nobody else spoke. What is told
 * next is compared, because a client may keep one session while one customer goes and another comes, whose voice nobody was asked for.
 */
export class KnownCustomer {
  /** E.164. */
  #number: string | undefined;
  #names: ReadonlySet<string> = new Set();
  /** Who else was heard then. */
  #others: ReadonlySet<string> = new Set();
  #stream: number | undefined;
  /** Somebody who is not of the house was heard, also one whom nothing else tells of. */
  #wasHeard = false;
  #isAway = false;

  constructor(private readonly region: string) {}

  get number(): string | undefined {
    return this.#number;
  }

  /** Whether whoever was told last are all told to be of the house, where somebody else was heard before: the customer is not there. */
  get isAway(): boolean {
    return this.#isAway;
  }

  /** Whether another is told; if not, what is told is what is known from now on. */
  hear(heard: HeardParties): 'same' | 'another' {
    const { number } = customerNumberOf(heard.parties, this.region);
    if (this.#isAnother(heard, number)) return 'another';
    this.#learn(heard, number);
    this.#isAway = this.#wasHeard && this.#areOthers(heard);
    this.#wasHeard ||= heard.people.some(({ outside }) => outside);
    return 'same';
  }

  /** Of whom no address is told may be the one who is known, and so may nobody. */
  #areOthers({ people }: HeardParties): boolean {
    return people.length > 0 && people.every((person) => isTold(person) && !person.outside && !this.#isKnown(person));
  }

  /** Another number is another customer; without one it is whoever is told where the one who is known is told nowhere. */
  #isAnother(heard: HeardParties, number: string | undefined): boolean {
    if (this.#number === undefined && this.#names.size === 0) return false;
    if (number !== undefined && this.#number !== undefined) return number !== this.#number;
    if (heard.people.some((person) => this.#isKnown(person))) return false;
    const inPlace = this.#inPlace(heard);
    const outside = heard.people.filter((person) => person.outside);
    // Who is not told may be the one who is known.
    if (!(inPlace.length > 0 ? inPlace : outside).every(isTold)) return false;
    return [...inPlace, ...outside].some((person) => isTold(person) && !namesOf([person]).some((name) => this.#others.has(name)));
  }

  /** Who speaks now where the customer spoke alone. */
  #inPlace({ parties, people }: HeardParties): readonly PresentPerson[] {
    const place = parties.find(({ index }) => index === this.#stream)?.participantIds ?? [];
    return people.filter(({ id }) => place.includes(id));
  }

  #isKnown({ addresses }: PresentPerson): boolean {
    return addresses.some((address) => !address.withheld && (this.#names.has(nameOf(address)) || this.#isNumberIn(address)));
  }

  /** Any spelling of the number: also one that the metadata call local. */
  #isNumberIn({ number }: PartyAddress): boolean {
    if (number === undefined || this.#number === undefined) return false;
    const read = normalisePhone(number, this.region);
    return read.kind === 'e164' && read.value === this.#number;
  }

  #learn({ parties, people }: HeardParties, number: string | undefined): void {
    this.#number = number ?? this.#number;
    const party = parties.find(({ customer }) => customer !== undefined);
    const address = party?.customer;
    if (!party || !address || address.withheld) return;
    const isCustomer = ({ addresses }: PresentPerson) => addresses.includes(address);
    this.#names = new Set(namesOf(people.filter(isCustomer)));
    this.#others = new Set(namesOf(people.filter((person) => !isCustomer(person))));
    this.#stream = party.role === 'customer' && !party.inseparable ? party.index : undefined;
  }
}

const isToldIn = ({ withheld, number, user }: PartyAddress): boolean => !withheld && (number ?? user) !== undefined;

const isTold = ({ addresses }: PresentPerson): boolean => addresses.some(isToldIn);

const nameOf = ({ number, user, host = '' }: PartyAddress): string => `${number ?? user ?? ''}@${host}`.toLowerCase();

const namesOf = (people: readonly PresentPerson[]): readonly string[] =>
  people.flatMap(({ addresses }) => addresses.filter(isToldIn).map(nameOf));
